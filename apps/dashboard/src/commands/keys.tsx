import { Fragment } from 'react'
import classes from './keys.module.css'

/** Keys as they stand on a keyboard: `g q` is two of them, `Ctrl+K` two at once. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(' ').map((press, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same keys stay in the same place
        <Fragment key={index}>
          {press.split('+').map((key) => (
            <kbd key={key} className={classes.key}>
              {key.length === 1 ? key.toUpperCase() : key}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}

/** On this machine's keyboard. */
export const MOD_KEY = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl'
export const ALT_KEY = MOD_KEY === '⌘' ? '⌥' : 'Alt'
