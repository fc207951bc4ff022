import { lazy } from '../shell/lazy.tsx'
import type { WordsProps } from './rich-text.tsx'

const Plain = ({ text }: WordsProps) => text
const RichText = lazy(() => import('./rich-text.tsx'), Plain)
const MAY_BE_MORE = /[*_`~[>@]|:\/\/|www\.|^\s*(-|\d+[.)])\s/m

/** Most messages are plain words; those that may have links or shape in them need more, which comes when they are shown. */
export function Words(props: WordsProps) {
  return MAY_BE_MORE.test(props.text) ? <RichText {...props} /> : <Plain {...props} />
}
