import type { ReactNode } from 'react'
import { Mark } from '../shell/mark.tsx'
import classes from './entry-card.module.css'
import { LanguageLinks } from './language-links.tsx'

/** The frame of the pages before the dashboard: sign-in and set-up. */
export function EntryCard({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark size={40} />
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.text}>{text}</p>
        {children}
      </div>
      <LanguageLinks />
    </main>
  )
}
