import type { Flow, FlowProblem, FlowStep } from '@biometrics/chat-protocol'
import {
  IconArrowsSplit2,
  IconBook2,
  IconCards,
  IconCheck,
  IconForms,
  IconHeadset,
  IconListDetails,
  IconMessage,
  IconMessageQuestion,
  IconRoute,
  IconTag,
} from '@tabler/icons-react'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './flow.module.css'
import { layOut, NODE, pathOf } from './layout.ts'

export const ICONS = {
  say: IconMessage,
  ask: IconMessageQuestion,
  choose: IconListDetails,
  carousel: IconCards,
  condition: IconArrowsSplit2,
  collect: IconForms,
  answer: IconBook2,
  tag: IconTag,
  route: IconRoute,
  hand_over: IconHeadset,
  close: IconCheck,
} as const

interface Props {
  flow: Flow
  problems: readonly FlowProblem[]
  selected: string | null
  /** The steps that the test chat has just gone through. */
  lit: ReadonlySet<string>
  onSelect: (id: string) => void
}

/** The whole flow at a glance; a step is pressed to edit it. */
export function FlowPicture({ flow, problems, selected, lit, onSelect }: Props) {
  const { t } = useTranslation()
  const { nodes, lines, width, height } = layOut(flow)
  const canvas = useRef<HTMLDivElement>(null)
  // A wide picture begins in its middle, where the start is.
  useLayoutEffect(() => {
    const box = canvas.current
    if (box) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2
  }, [width])
  const wrong = new Set(problems.filter(({ level }) => level === 'mistake').map(({ stepId }) => stepId))
  return (
    <div ref={canvas} className={classes.canvas} dir="ltr">
      <div className={classes.picture} style={{ width, height }}>
        <svg width={width} height={height} className={classes.lines} aria-hidden>
          <defs>
            <marker
              id="flow-arrow"
              viewBox="0 0 8 8"
              refX="6"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0,0 L8,4 L0,8 z" fill="context-stroke" />
            </marker>
          </defs>
          {lines.map((line) => (
            <path
              key={line.key}
              d={pathOf(line)}
              markerEnd="url(#flow-arrow)"
              data-kind={line.way.kind}
              data-lit={lit.has(line.from.step.id) && lit.has(line.to.step.id)}
              data-selected={line.from.step.id === selected}
            />
          ))}
        </svg>
        <ul className={classes.nodes}>
          {nodes.map(({ step, x, y }) => {
            const Icon = ICONS[step.kind]
            return (
              <li key={step.id} style={{ left: x, top: y, width: NODE.width, height: NODE.height }}>
                <button
                  type="button"
                  className={classes.node}
                  aria-pressed={step.id === selected}
                  data-wrong={wrong.has(step.id)}
                  data-lit={lit.has(step.id)}
                  data-start={step.id === flow.start}
                  onClick={() => onSelect(step.id)}
                >
                  <Icon size={18} stroke={1.7} aria-hidden className={classes.nodeIcon} />
                  <span className={classes.nodeWords}>
                    <span className={classes.nodeKind}>
                      {t(`flow.kinds.${step.kind}`)}
                      {step.id === flow.start && ` · ${t('flow.start')}`}
                    </span>
                    <span className={classes.nodeText}>{wordsOf(step) || step.id}</span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}

/** What tells a step from others of its kind. */
export function wordsOf(step: FlowStep): string {
  switch (step.kind) {
    case 'carousel':
      return step.cards.map(({ title }) => title).join(', ')
    case 'tag':
      return step.tags.join(', ')
    case 'condition':
    case 'route':
      return step.id
    default:
      return step.text
  }
}
