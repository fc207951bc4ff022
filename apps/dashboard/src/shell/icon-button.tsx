import type { ComponentProps } from 'react'
import classes from './icon-button.module.css'

type Props = Omit<ComponentProps<'button'>, 'type' | 'className'> & { 'aria-label': string }

/** A glyph to press. Plain, since every change of the conversation draws a dozen of them anew. */
export function IconButton(props: Props) {
  return <button type="button" className={classes.button} {...props} />
}
