import type { App, BotAction, BotReply, Flow, TryReply } from '@biometrics/chat-protocol'
import { ActionIcon, Button, Switch, TextInput } from '@mantine/core'
import { IconRefresh, IconSend2 } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../../session/explain.ts'
import { rest } from '../../session/rest.ts'
import classes from './flow.module.css'

type Line =
  | { from: 'visitor'; text: string }
  | { from: 'bot'; reply: BotReply }
  | { from: 'action'; action: BotAction }

interface Props {
  app: App
  flow: Flow
  /** The steps of the last turn. */
  onPath: (path: string[]) => void
}

/** The flow as it is being edited, talked to: nothing is stored, and nobody is called. */
export function TestChat({ app, flow, onPath }: Props) {
  const { t } = useTranslation()
  const [lines, setLines] = useState<Line[]>([])
  const [state, setState] = useState<TryReply['state'] | null>(null)
  const [isOpen, setIsOpen] = useState(true)
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const isOver = lines.some(
    ({ from, ...line }) => from === 'action' && 'action' in line && isEnd(line.action),
  )

  async function turn(message: { text: string; value?: string } | null, before: TryReply['state'] | null) {
    setFailure(null)
    const said: Line[] = message ? [{ from: 'visitor', text: message.text }] : []
    setLines((known) => (message ? [...known, ...said] : []))
    try {
      const body = { flow, state: before, message, isOpen, visitor: {} }
      const reply = await rest<TryReply>('POST', `/apps/${app.id}/bot/flow/try`, body)
      const answers: Line[] = [
        ...reply.replies.map((one) => ({ from: 'bot' as const, reply: one })),
        ...reply.actions.map((action) => ({ from: 'action' as const, action })),
      ]
      setLines((known) => [...known, ...answers])
      setState(reply.state)
      onPath(reply.path)
    } catch (error) {
      setFailure(error)
    }
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    void turn({ text }, state)
    setText('')
  }
  return (
    <div className={classes.chat}>
      <div className={classes.chatHead}>
        <Switch
          label={t('flow.withinHours')}
          checked={isOpen}
          onChange={(event) => setIsOpen(event.currentTarget.checked)}
        />
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size={14} />}
          onClick={() => void turn(null, null)}
        >
          {state === null ? t('flow.startChat') : t('flow.startAgain')}
        </Button>
      </div>
      <div className={classes.talk} role="log" aria-label={t('flow.test')}>
        {lines.length === 0 && <p className={classes.soft}>{t('flow.testText')}</p>}
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <TalkLine
            key={index}
            line={line}
            onChoose={(title, value) => void turn({ text: title, value }, state)}
          />
        ))}
        {failure !== null && (
          <p role="alert" className={classes.bad}>
            {explain(failure, t)}
          </p>
        )}
      </div>
      <form onSubmit={send} className={classes.write}>
        <TextInput
          aria-label={t('flow.write')}
          placeholder={t('flow.write')}
          value={text}
          disabled={state === null || isOver}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ActionIcon type="submit" size={36} aria-label={t('flow.send')} disabled={state === null || isOver}>
          <IconSend2 size={18} />
        </ActionIcon>
      </form>
    </div>
  )
}

function TalkLine({ line, onChoose }: { line: Line; onChoose: (title: string, value: string) => void }) {
  const { t } = useTranslation()
  if (line.from === 'visitor') return <p className={classes.ours}>{line.text}</p>
  if (line.from === 'action') return <p className={classes.action}>{actionText(line.action, t)}</p>
  const { reply } = line
  if (reply.type === 'text') return <p className={classes.bots}>{reply.content.text}</p>
  const choices =
    reply.type === 'quick_reply'
      ? reply.content.options.map(({ title, value }) => ({ title, value }))
      : reply.content.cards.flatMap(({ title, buttons = [] }) =>
          buttons
            .filter(({ type }) => type === 'reply')
            .map((button) => ({ title: `${title}: ${button.title}`, value: button.value })),
        )
  return (
    <div>
      {reply.type === 'quick_reply' && reply.content.text && (
        <p className={classes.bots}>{reply.content.text}</p>
      )}
      {reply.type === 'carousel' &&
        reply.content.cards.map((card) => (
          <p key={card.title} className={classes.bots}>
            <strong>{card.title}</strong>
            {card.subtitle && ` – ${card.subtitle}`}
          </p>
        ))}
      <div className={classes.choices}>
        {choices.map(({ title, value }) => (
          <Button key={value} size="compact-sm" variant="light" onClick={() => onChoose(title, value)}>
            {title}
          </Button>
        ))}
      </div>
    </div>
  )
}

type T = TFunction

function actionText(action: BotAction, t: T): string {
  switch (action.type) {
    case 'handoff':
      return t('flow.actions.handoff')
    case 'close':
      return t('flow.actions.close')
    case 'tag':
      return t('flow.actions.tag', { tags: action.tags.join(', ') })
    case 'set_attribute':
      return t('flow.actions.attribute', { name: action.name, value: action.value })
    case 'route':
      return t('flow.actions.route')
  }
}

function isEnd({ type }: BotAction): boolean {
  return type === 'handoff' || type === 'close'
}
