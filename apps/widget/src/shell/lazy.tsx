import { type ComponentType, useEffect, useState } from 'react'
import { completeTexts } from '../i18n/language.ts'
import buttons from './button.module.css'
import { useLanguage, useTexts } from './context.tsx'

/**
 * A part that most chats never show, loaded when it is drawn for the first time. What cannot be loaded offers to try
 * again; after a second failure the chat as a whole is loaded anew, for its address may be that of an earlier version.
 */
export function lazy<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  /** Shown in its place until it is there; it never says that something went wrong. */
  StandIn?: ComponentType<Props>,
) {
  let Part: ComponentType<Props> | undefined
  let failures = 0
  return function Lazy(props: Props) {
    const language = useLanguage()
    const [status, setStatus] = useState<'loading' | 'loaded' | 'failed'>(Part ? 'loaded' : 'loading')
    useEffect(() => {
      if (status !== 'loading') return
      // Another of the same kind may have loaded it since this one was drawn.
      if (Part) return setStatus('loaded')
      Promise.all([load(), completeTexts(language)]).then(
        ([loaded]) => {
          Part = loaded.default
          setStatus('loaded')
        },
        () => {
          failures += 1
          setStatus('failed')
        },
      )
    }, [status, language])
    if (Part) return <Part {...props} />
    if (StandIn) return <StandIn {...props} />
    return status === 'failed' ? (
      <Again onClick={() => (failures > 1 ? location.reload() : setStatus('loading'))} />
    ) : null
  }
}

function Again({ onClick }: { onClick: () => void }) {
  const texts = useTexts()
  return (
    <button type="button" className={buttons.quiet} onClick={onClick}>
      {texts.again}
    </button>
  )
}
