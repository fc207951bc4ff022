import type {
  Distribution,
  ReportFigure,
  ReportFigures,
  ReportOverview,
  Share,
} from '@biometrics/chat-protocol'
import classes from './figures.module.css'
import { number, percent, time } from './numbers.ts'
import { type Texts, useTexts } from './use-texts.ts'

/** Each figure, and which conversations stand behind it. */
const SHOWN = [
  ['started', 'started'],
  ['resolutionRate', 'resolved'],
  ['csat', 'rated'],
  ['abandoned', 'abandoned'],
  ['waitTime', 'waitTime'],
  ['firstResponse', 'firstResponse'],
  ['firstResponseInHours', 'firstResponse'],
  ['chatDuration', 'chatDuration'],
  ['missed', 'missed'],
  ['transferred', 'transferred'],
  ['byBot', 'byBot'],
  ['solvedByBot', 'solvedByBot'],
  ['messages', 'started'],
  ['estimateError', 'estimateError'],
] as const satisfies readonly (readonly [keyof ReportFigures, ReportFigure])[]

export function ReportFigureTiles(props: {
  overview: ReportOverview
  onOpen: (figure: ReportFigure) => void
}) {
  const { overview, onOpen } = props
  const t = useTexts()
  return (
    <ul className={classes.figures}>
      {SHOWN.map(([name, behind]) => {
        const { now, before } = overview.figures[name]
        const told = tell(name, now, t)
        const earlier = tell(name, before, t)
        return (
          <li key={name}>
            <button type="button" className={classes.figure} onClick={() => onOpen(behind)}>
              <span className={classes.cardLabel}>{t(`figure.${name}`)}</span>
              <span className={classes.tileValue}>{told.value}</span>
              <span className={classes.cardText}>
                {told.detail !== '' && <span>{told.detail}</span>}
                <span>{earlier.isNone ? t('nothingBefore') : t('before', { value: earlier.value })}</span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function tell(name: keyof ReportFigures, figure: number | Share | Distribution, t: Texts) {
  if (typeof figure === 'number') return { value: number(figure), detail: '', isNone: figure === 0 }
  if ('of' in figure) {
    const detail = t('part.of', { n: number(figure.n), of: number(figure.of) })
    return { value: percent(figure.value), detail, isNone: figure.of === 0 }
  }
  const show = (value: number | null) => (name === 'messages' ? number(value) : time(value, t))
  const detail = t('live.spread', { median: show(figure.median), p90: show(figure.p90), n: number(figure.n) })
  return { value: show(figure.mean), detail, isNone: figure.n === 0 }
}
