import type { App, Flow, FlowDraft, FlowStep } from '@biometrics/chat-protocol'
import { Alert, Button, Menu, Tabs } from '@mantine/core'
import { IconArrowLeft, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../../forms/use-refusal.tsx'
import { groupsQuery } from '../../session/queries.ts'
import { rest } from '../../session/rest.ts'
import { LeaveGuard } from '../../forms/leave-guard.tsx'
import { draftQuery, versionsQuery } from '../queries.ts'
import classes from './flow.module.css'
import { FlowPicture, ICONS } from './flow-picture.tsx'
import { FlowFiles } from './flow-files.tsx'
import { FlowVersions } from './flow-versions.tsx'
import { freeId, KINDS, newStep, type StepKind } from './new-step.ts'
import { StepForm } from './step-form.tsx'
import { TestChat } from './test-chat.tsx'
import { relinked } from './ways.ts'

/** What is wrong in a flow is said with the name of its step. */
const NO_FIELDS = { setErrors: () => undefined, getInputNode: () => null }

/** The picture in the middle, the chosen step and the test chat beside it. */
export function FlowEditor({ app, draft }: { app: App; draft: FlowDraft }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: groups = [] } = useQuery(groupsQuery)
  const [flow, setFlow] = useState<Flow>(draft.flow)
  const [saved, setSaved] = useState<FlowDraft>(draft)
  const [selected, setSelected] = useState<string | null>(draft.flow.start)
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set())
  const [tab, setTab] = useState<string | null>('step')
  const [busy, setBusy] = useState<'no' | 'saving' | 'publishing'>('no')
  const refusal = useRefusal(NO_FIELDS)
  const isDirty = JSON.stringify(flow) !== JSON.stringify(saved.flow)
  const step = flow.steps.find(({ id }) => id === selected)
  const mistakes = isDirty ? [] : saved.problems.filter(({ level }) => level === 'mistake')

  function takeOver(next: FlowDraft) {
    setSaved(next)
    setFlow(next.flow)
    queryClient.setQueryData(draftQuery(app).queryKey, next)
    void queryClient.invalidateQueries(versionsQuery(app))
    void queryClient.invalidateQueries({ queryKey: ['bot', app.id] })
  }
  async function ask(doing: 'saving' | 'publishing', work: () => Promise<FlowDraft>) {
    setBusy(doing)
    refusal.clear()
    try {
      takeOver(await work())
    } catch (error) {
      refusal.show(error)
    } finally {
      setBusy('no')
    }
  }
  const put = () => rest<FlowDraft>('PUT', `/apps/${app.id}/bot/flow`, flow)
  const save = () => ask('saving', put)
  const publish = () =>
    ask('publishing', async () => {
      const draft = await put()
      if (draft.problems.some(({ level }) => level === 'mistake')) return draft
      return rest<FlowDraft>('POST', `/apps/${app.id}/bot/flow/publish`, {})
    })

  const changeStep = (next: FlowStep) =>
    setFlow((now) => ({ ...now, steps: now.steps.map((one) => (one.id === next.id ? next : one)) }))
  function add(kind: StepKind) {
    const words = {
      say: t('flow.new.say'),
      option: t('flow.option', { n: 1 }),
      card: t('flow.card', { n: 1 }),
      email: t('flow.new.email'),
      again: t('flow.new.again'),
    }
    const added = newStep(kind, freeId(kind, flow), words, groups[0]?.id ?? '')
    // Where the chosen step has led nowhere yet, it leads to the new one.
    const steps = flow.steps.map((one) =>
      one.id === selected && 'next' in one && one.next === null ? { ...one, next: added.id } : one,
    )
    setFlow({ ...flow, steps: [...steps, added] })
    setSelected(added.id)
    setTab('step')
  }
  function remove(gone: FlowStep) {
    const next = 'next' in gone ? gone.next : null
    const steps = flow.steps.filter(({ id }) => id !== gone.id).map((one) => relinked(one, gone.id, next))
    if (steps.length === 0) return
    const start = flow.start === gone.id ? (next ?? steps[0]?.id ?? '') : flow.start
    setFlow({ start, steps })
    setSelected(start)
  }

  return (
    <>
      <LeaveGuard dirty={isDirty} />
      <header className={classes.bar}>
        <Link to="/settings/bot" className={classes.back}>
          <IconArrowLeft size={18} stroke={1.7} aria-hidden />
          {t('flow.back')}
        </Link>
        <h1>{t('flow.title', { name: app.name })}</h1>
        <span className={classes.state} data-live={!isDirty && !saved.differs} role="status">
          {isDirty ? t('flow.unsaved') : saved.differs ? t('flow.unpublished') : t('flow.live')}
        </span>
        <div className={classes.barTools}>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <Button variant="default" leftSection={<IconPlus size={16} />}>
                {t('flow.addStep')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {KINDS.filter((kind) => kind !== 'route' || groups.length > 0).map((kind) => {
                const Icon = ICONS[kind]
                return (
                  <Menu.Item
                    key={kind}
                    leftSection={<Icon size={16} stroke={1.7} />}
                    onClick={() => add(kind)}
                  >
                    {t(`flow.kinds.${kind}`)}
                  </Menu.Item>
                )
              })}
            </Menu.Dropdown>
          </Menu>
          <FlowVersions app={app} onRestored={takeOver} />
          <FlowFiles
            app={app}
            flow={flow}
            onImported={(given) => {
              setFlow(given)
              setSelected(given.start)
            }}
          />
          <Button
            variant="default"
            loading={busy === 'saving'}
            disabled={!isDirty}
            onClick={() => void save()}
          >
            {t('common.save')}
          </Button>
          <Button
            loading={busy === 'publishing'}
            disabled={!isDirty && !saved.differs}
            onClick={() => void publish()}
          >
            {t('flow.publish')}
          </Button>
        </div>
      </header>
      {refusal.alert && <div className={classes.refusal}>{refusal.alert}</div>}
      {mistakes.length > 0 && (
        <Alert color="red" m={12} title={t('flow.mistakes', { count: mistakes.length })}>
          {mistakes.map(({ stepId, message }) => (
            <button
              key={`${stepId} ${message}`}
              type="button"
              className={classes.problem}
              onClick={() => setSelected(stepId)}
            >
              {stepId === null ? message : `${stepId}: ${message}`}
            </button>
          ))}
        </Alert>
      )}
      <div className={classes.work}>
        <FlowPicture
          flow={flow}
          problems={isDirty ? [] : saved.problems}
          selected={selected}
          lit={lit}
          onSelect={(id) => {
            setSelected(id)
            setTab('step')
          }}
        />
        <aside className={classes.side}>
          <Tabs value={tab} onChange={setTab} keepMounted>
            <Tabs.List grow>
              <Tabs.Tab value="step">{t('flow.step')}</Tabs.Tab>
              <Tabs.Tab value="test">{t('flow.test')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="step" className={classes.panel}>
              {step ? (
                <StepForm
                  flow={flow}
                  step={step}
                  problems={isDirty ? [] : saved.problems}
                  onChange={changeStep}
                  onDelete={() => remove(step)}
                  onStart={() => setFlow({ ...flow, start: step.id })}
                />
              ) : (
                <p className={classes.soft}>{t('flow.chooseStep')}</p>
              )}
            </Tabs.Panel>
            <Tabs.Panel value="test" className={classes.panel}>
              <TestChat app={app} flow={flow} onPath={(path) => path.length > 0 && setLit(new Set(path))} />
            </Tabs.Panel>
          </Tabs>
        </aside>
      </div>
    </>
  )
}
