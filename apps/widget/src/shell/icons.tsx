import styles from './icons.module.css'

/** Outlines of the Tabler set, 24 by 24; see `more-icons.ts` for those of parts that come later. */
export const BACK = 'M5 12h14M5 12l6 6M5 12l6-6'
export const CLOSE = 'M18 6l-12 12M6 6l12 12'
export const SEND = 'M12 5v14M18 11l-6-6M6 11l6-6'
export const ATTACH =
  'M15 7l-6.5 6.5a1.5 1.5 0 0 0 3 3l6.5-6.5a3 3 0 0 0-6-6l-6.5 6.5a4.5 4.5 0 0 0 9 9l6.5-6.5'
export const CHECK = 'M5 12l5 5l10-10'
export const CHECKS = 'M7 12l5 5l10-10M2 12l5 5m5-5l5-5'
export const CLOCK = 'M3 12a9 9 0 1 0 18 0a9 9 0 0 0-18 0M12 7v5l3 3'
export const DOWN = 'M12 5v14M18 13l-6 6M6 13l6 6'
export const OFFLINE = 'M12 18h.01M8 14a5 5 0 0 1 8 0M4 10a11 11 0 0 1 16 0M3 3l18 18'
export const CHAT =
  'M8 9h8M8 13h6M18 4a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-5l-5 3v-3h-2a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3h12z'
export const SMILE = 'M3 12a9 9 0 1 0 18 0a9 9 0 0 0-18 0M9 10h.01M15 10h.01M9.5 15a3.5 3.5 0 0 0 5 0'
export const MORE = 'M5 12h.01M12 12h.01M19 12h.01'

/** A picture beside words, so it is silent; a button that holds nothing else has an `aria-label`. */
export function Icon({ path, size = 20, filled = false }: { path: string; size?: number; filled?: boolean }) {
  return (
    <svg
      className={filled ? styles.filled : styles.icon}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  )
}
