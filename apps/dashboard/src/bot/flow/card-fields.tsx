import type { Flow, FlowStep } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './flow.module.css'
import { NextField } from './next-field.tsx'

type Carousel = Extract<FlowStep, { kind: 'carousel' }>
type Card = Carousel['cards'][number]

/** Cards with a button each that leads on; imported flows may have more, which stay as they are. */
export function CardFields(props: { flow: Flow; step: Carousel; onChange: (step: Carousel) => void }) {
  const { flow, step, onChange } = props
  const { t } = useTranslation()
  const setCard = (index: number, part: Partial<Card>) =>
    onChange({ ...step, cards: step.cards.map((card, at) => (at === index ? { ...card, ...part } : card)) })

  /** The button that replies, and where it leads. */
  function setButton(index: number, title: string, next: string | null) {
    const card = step.cards[index] as Card
    const others = (card.buttons ?? []).filter((button) => button !== replyOf(card))
    const value = replyOf(card)?.value ?? freeValue(step)
    const rest = step.buttons.filter((button) => button.value !== value)
    const isThere = title.trim() !== ''
    onChange({
      ...step,
      cards: step.cards.map((one, at) =>
        at === index
          ? { ...one, buttons: isThere ? [{ title, type: 'reply' as const, value }, ...others] : others }
          : one,
      ),
      buttons: isThere ? [...rest, { value, next }] : rest,
    })
  }
  return (
    <>
      {step.cards.map((card, index) => {
        const reply = replyOf(card)
        const next = step.buttons.find(({ value }) => value === reply?.value)?.next ?? null
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: cards have no name
          <fieldset key={index} className={classes.part}>
            <legend className={classes.hidden}>{t('flow.card', { n: index + 1 })}</legend>
            <div className={classes.partHead}>
              <TextInput
                label={t('flow.card', { n: index + 1 })}
                value={card.title}
                maxLength={LIMITS.titleLength}
                onChange={(event) => setCard(index, { title: event.currentTarget.value })}
              />
              <ActionIcon
                aria-label={t('common.deleteNamed', { name: card.title })}
                disabled={step.cards.length === 1}
                onClick={() =>
                  onChange({
                    ...step,
                    cards: step.cards.filter((_, at) => at !== index),
                    buttons: step.buttons.filter(({ value }) => value !== reply?.value),
                  })
                }
              >
                <IconTrash size={16} stroke={1.7} />
              </ActionIcon>
            </div>
            <Textarea
              label={t('flow.cardText')}
              autosize
              maxLength={LIMITS.subtitleLength}
              value={card.subtitle ?? ''}
              onChange={(event) => setCard(index, { subtitle: event.currentTarget.value })}
            />
            <TextInput
              label={t('flow.cardButton')}
              value={reply?.title ?? ''}
              maxLength={LIMITS.titleLength}
              onChange={(event) => setButton(index, event.currentTarget.value, next)}
            />
            {reply && (
              <NextField
                flow={flow}
                label={t('flow.leadsTo')}
                value={next}
                onChange={(to) => setButton(index, reply.title, to)}
              />
            )}
          </fieldset>
        )
      })}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        disabled={step.cards.length >= LIMITS.carouselCards}
        style={{ alignSelf: 'start' }}
        onClick={() =>
          onChange({
            ...step,
            cards: [...step.cards, { title: t('flow.card', { n: step.cards.length + 1 }) }],
          })
        }
      >
        {t('flow.addCard')}
      </Button>
      <NextField
        flow={flow}
        label={t('flow.otherAnswer')}
        value={step.next}
        onChange={(next) => onChange({ ...step, next })}
      />
    </>
  )
}

function replyOf({ buttons = [] }: Card) {
  return buttons.find(({ type }) => type === 'reply')
}

function freeValue({ cards }: Carousel): string {
  const taken = new Set(cards.flatMap(({ buttons = [] }) => buttons.map(({ value }) => value)))
  for (let n = 1; ; n++) if (!taken.has(`card-${n}`)) return `card-${n}`
}
