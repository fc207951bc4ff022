import type { ReactNode } from 'react'
import buttons from './button.module.css'
import { useChat, useSurroundings, useTexts } from './context.tsx'
import { BACK, CLOSE, Icon } from './icons.tsx'
import styles from './top-bar.module.css'

interface TopBarProps {
  title: string
  picture: string | null | undefined
  /** Under the title: who is there, or when. */
  children: ReactNode
  online: boolean
  onBack: () => void
  actions?: ReactNode
}

export function TopBar({ title, picture, children, online, onBack, actions }: TopBarProps) {
  const texts = useTexts()
  return (
    <header className={styles.bar}>
      <button type="button" className={buttons.round} aria-label={texts.back} onClick={onBack}>
        <span className={styles.turn}>
          <Icon path={BACK} />
        </span>
      </button>
      <Avatar name={title} picture={picture} online={online} />
      <div className={styles.words}>
        <h1 className={styles.title} dir="auto">
          {title}
        </h1>
        <p className={styles.status}>{children}</p>
      </div>
      {actions}
      <CloseButton />
    </header>
  )
}

/** Only inside a page or an app; a full page is closed with its tab. */
export function CloseButton() {
  const { tell } = useSurroundings()
  const { chat } = useChat()
  const texts = useTexts()
  if (!chat.embedded && !chat.isHosted) return null
  return (
    <button type="button" className={buttons.round} aria-label={texts.close} onClick={() => tell('close')}>
      <Icon path={CLOSE} />
    </button>
  )
}

interface AvatarProps {
  name: string
  picture?: string | null | undefined
  online?: boolean
  small?: boolean
}

/** A picture over the first letters of a name; the dot is the presence that the words beside it say as well. */
export function Avatar({ name, picture, online, small = false }: AvatarProps) {
  return (
    <span className={small ? styles.small : styles.avatar} aria-hidden="true">
      {initialsOf(name)}
      {picture && <img src={picture} alt="" />}
      {online !== undefined && <span className={online ? styles.online : styles.away} />}
    </span>
  )
}

function initialsOf(name: string): string {
  const letters = name.match(/(?<![^\s._-])[^\s._-]/gu) ?? []
  return [letters[0], letters[1] && letters.at(-1)].join('').toUpperCase()
}
