import './styles.ts'
import type { App, Bot } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, NumberInput, Radio, Slider, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowRight, IconSchema } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from '../forms/leave-guard.tsx'
import { useRefusal } from '../forms/use-refusal.tsx'
import { showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { PageHead } from '../settings/page.tsx'
import page from '../settings/page.module.css'
import classes from './bot.module.css'
import { BotNumbers } from './bot-numbers.tsx'
import { ForApp } from './for-app.tsx'
import { LoadedOne } from './loaded-one.tsx'
import { ModelSection } from './model-section.tsx'
import { OutsideAddress } from './outside-address.tsx'
import { botQuery } from './queries.ts'

export function BotPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('settings.bot')} text={t('bot.text')} />
      <ForApp>
        {(app) => (
          <>
            <BotOf app={app} />
            <BotNumbers app={app} />
          </>
        )}
      </ForApp>
    </>
  )
}

function BotOf({ app }: { app: App }) {
  const query = useQuery(botQuery(app))
  return (
    <LoadedOne query={query}>
      {(bot) => (
        <>
          <BotForm app={app} bot={bot} />
          <ModelSection app={app} />
          <OutsideAddress app={app} bot={bot} />
        </>
      )}
    </LoadedOne>
  )
}

const KINDS = ['off', 'flow', 'knowledge', 'model', 'webhook'] as const
/** What has to be made first, elsewhere on the page. */
function isNotReady({ flowVersion, webhook, hasModel }: Bot, kind: (typeof KINDS)[number]): boolean {
  if (kind === 'flow') return flowVersion === null
  return (kind === 'webhook' && webhook === null) || (kind === 'model' && !hasModel)
}

const percent = (share: number) => Math.round(share * 100)

function BotForm({ app, bot }: { app: App; bot: Bot }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm({
    initialValues: {
      kind: bot.kind,
      name: bot.name,
      turnLimit: bot.turnLimit,
      visitorTurnsPerHour: bot.visitorTurnsPerHour,
      appTurnsPerDay: bot.appTurnsPerDay,
      answerAt: percent(bot.answerAt),
      offerAt: percent(bot.offerAt),
    },
    validate: { name: (value) => (value.trim() === '' ? t('builder.required') : null) },
  })
  const refusal = useRefusal(form)
  const save = form.onSubmit(async ({ answerAt, offerAt, ...values }) => {
    refusal.clear()
    const body = { ...values, answerAt: answerAt / 100, offerAt: Math.min(answerAt, offerAt) / 100 }
    try {
      queryClient.setQueryData(botQuery(app).queryKey, await rest<Bot>('PATCH', `/apps/${app.id}/bot`, body))
      form.resetDirty()
    } catch (error) {
      refusal.show(error)
    }
  }, refusal.point)
  return (
    <form noValidate onSubmit={save} className={classes.form}>
      <Stack gap={18}>
        {refusal.alert}
        <Radio.Group label={t('bot.kind')} {...form.getInputProps('kind')}>
          <Stack gap={10} mt={8}>
            {KINDS.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={t(`bot.kinds.${kind}`)}
                description={t(`bot.kindTexts.${kind}`)}
                disabled={isNotReady(bot, kind)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Link to="/bot-flow/$appId" params={{ appId: app.id }} className={classes.door}>
          <IconSchema size={20} stroke={1.7} aria-hidden />
          <span className={classes.doorWords}>
            <span className={classes.doorTitle}>{t('bot.openFlow')}</span>
            <span className={classes.soft}>
              {bot.flowVersion === null ? t('bot.noFlow') : t('bot.flowVersion', { n: bot.flowVersion })}
            </span>
          </span>
          <IconArrowRight size={18} stroke={1.7} aria-hidden className={classes.arrow} />
        </Link>
        <TextInput
          label={t('bot.name')}
          description={t('bot.nameHint')}
          maxLength={LIMITS.titleLength}
          maw={320}
          {...form.getInputProps('name')}
        />
        <div className={classes.sliders}>
          <Threshold
            label={t('bot.answerAt')}
            hint={t('bot.answerAtHint')}
            {...form.getInputProps('answerAt')}
          />
          <Threshold
            label={t('bot.offerAt')}
            hint={t('bot.offerAtHint')}
            {...form.getInputProps('offerAt')}
          />
        </div>
        <Training app={app} bot={bot} />
        <fieldset className={classes.limits}>
          <legend>{t('bot.limits')}</legend>
          <NumberInput
            label={t('bot.turnLimit')}
            min={1}
            max={200}
            allowDecimal={false}
            {...form.getInputProps('turnLimit')}
          />
          <NumberInput
            label={t('bot.visitorTurns')}
            min={1}
            max={10_000}
            allowDecimal={false}
            {...form.getInputProps('visitorTurnsPerHour')}
          />
          <NumberInput
            label={t('bot.appTurns')}
            min={1}
            max={10_000_000}
            allowDecimal={false}
            {...form.getInputProps('appTurnsPerDay')}
          />
        </fieldset>
        <LeaveGuard dirty={form.isDirty()} saving={form.submitting} />
        <div className={page.foot}>
          <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function Threshold(props: {
  label: string
  hint: string
  value?: number
  onChange?: (value: number) => void
}) {
  const { label, hint, value = 0, onChange } = props
  return (
    <div>
      <div className={classes.sliderHead}>
        <span>{label}</span>
        <output>{`${value} %`}</output>
      </div>
      <Slider
        min={0}
        max={100}
        value={value}
        label={null}
        thumbLabel={label}
        {...(onChange && { onChange })}
      />
      <p className={classes.soft}>{hint}</p>
    </div>
  )
}

function Training({ app, bot: { training } }: { app: App; bot: Bot }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const again = async () => {
    try {
      const begun = await rest<Bot>('POST', `/apps/${app.id}/bot/training`)
      queryClient.setQueryData(botQuery(app).queryKey, begun)
    } catch (error) {
      showFailure(error, t)
    }
  }
  const isBusy = training.status === 'waiting' || training.status === 'running'
  return (
    <div className={classes.training} role="status">
      <div className={classes.doorWords}>
        <span className={classes.doorTitle}>{t(`bot.training.${training.status}`)}</span>
        <span className={classes.soft}>
          {training.status === 'failed' && training.detail}
          {training.trainedAt !== null &&
            t('bot.trainedFrom', { count: training.examples }) +
              (training.accuracy === null
                ? ''
                : ` · ${t('bot.accuracy', { percent: percent(training.accuracy) })}`)}
        </span>
      </div>
      <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => void again()}>
        {t('bot.trainAgain')}
      </Button>
    </div>
  )
}
