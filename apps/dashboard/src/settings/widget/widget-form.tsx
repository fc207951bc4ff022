import type { App } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { NativeSelect, NumberInput, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../../forms/use-refusal.tsx'
import { appsQuery } from '../../session/queries.ts'
import { rest } from '../../session/rest.ts'
import { useMe } from '../../session/use-client.ts'
import page from '../page.module.css'
import { SaveBar } from '../../forms/save-bar.tsx'
import { ColorField } from './color-field.tsx'
import { GroupChoice } from './group-choice.tsx'
import { PrechatEditor } from './prechat-editor.tsx'
import { Preview } from './preview.tsx'
import classes from './widget.module.css'
import { CHAT_LANGUAGES, fieldNamed, problemsOf, settingsOf, valuesOf } from './widget-values.ts'

export function WidgetForm({ app }: { app: App }) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const queryClient = useQueryClient()
  const form = useForm({
    initialValues: valuesOf(app),
    validate: (given) =>
      Object.fromEntries(
        Object.entries(problemsOf(given)).map(([path, problem]) => [path, t(`widget.problems.${problem}`)]),
      ),
  })
  const refusal = useRefusal(form, fieldNamed)
  const { values } = form
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' })
  const save = form.onSubmit(async () => {
    refusal.clear()
    try {
      await rest('PATCH', `/apps/${app.id}`, settingsOf(values))
    } catch (error) {
      return refusal.show(error)
    }
    form.resetDirty(values)
    notifications.show({ color: 'green', message: t('common.saved') })
    await queryClient.invalidateQueries(appsQuery)
  }, refusal.point)
  const optional = (field: 'afterSeconds' | 'scrollPercent') => ({
    ...form.getInputProps(field),
    value: values[field] ?? '',
    onChange: (given: number | string) => form.setFieldValue(field, typeof given === 'number' ? given : null),
  })
  return (
    <form noValidate onSubmit={save} className={classes.layout}>
      <Preview appId={app.appId} values={values} />
      <fieldset disabled={me.role !== 'admin'} className={`${page.fields} ${classes.sections}`}>
        {me.role !== 'admin' && <p>{t('form.readOnly')}</p>}
        {refusal.alert}
        <section className={page.section}>
          <h3>{t('widget.look')}</h3>
          <p>{t('widget.lookText')}</p>
          <Stack gap={18}>
            <div className={classes.pair}>
              <ColorField {...form.getInputProps('color')} />
              <NativeSelect
                label={t('widget.position')}
                data={(['bottom-right', 'bottom-left'] as const).map((value) => ({
                  value,
                  label: t(`widget.positions.${value}`),
                }))}
                {...form.getInputProps('position')}
              />
              <NativeSelect
                label={t('widget.language')}
                data={[
                  { value: '', label: t('widget.languageOfBrowser') },
                  ...CHAT_LANGUAGES.map((value) => ({ value, label: names.of(value) ?? value })),
                  ...(values.language === '' || CHAT_LANGUAGES.includes(values.language)
                    ? []
                    : [values.language]),
                ]}
                {...form.getInputProps('language')}
              />
            </div>
            <Switch
              label={t('widget.sound')}
              description={t('widget.soundHint')}
              {...form.getInputProps('soundEnabled', { type: 'checkbox' })}
            />
            {values.soundEnabled && (
              <TextInput
                label={t('widget.soundUrl')}
                placeholder={t('widget.soundOwn')}
                {...form.getInputProps('soundUrl')}
              />
            )}
          </Stack>
        </section>
        <section className={page.section}>
          <h3>{t('widget.greeting')}</h3>
          <p>{t('widget.greetingText')}</p>
          <Stack gap={18}>
            <Textarea
              label={t('widget.greetingWords')}
              autosize
              minRows={2}
              maxLength={LIMITS.greetingLength}
              {...form.getInputProps('greeting')}
            />
            <Switch
              label={t('widget.greetingShown')}
              {...form.getInputProps('greetingEnabled', { type: 'checkbox' })}
            />
            {values.greetingEnabled && (
              <>
                <div className={classes.pair}>
                  <NumberInput
                    label={t('widget.afterSeconds')}
                    placeholder={t('widget.atOnce')}
                    min={0}
                    max={3_600}
                    allowDecimal={false}
                    suffix={` ${t('units.seconds')}`}
                    {...optional('afterSeconds')}
                  />
                  <NumberInput
                    label={t('widget.scroll')}
                    placeholder={t('widget.anywhere')}
                    min={1}
                    max={100}
                    allowDecimal={false}
                    suffix=" %"
                    {...optional('scrollPercent')}
                  />
                  <NativeSelect
                    label={t('widget.visitors')}
                    data={(['all', 'new', 'returning'] as const).map((value) => ({
                      value,
                      label: t(`widget.visitorKinds.${value}`),
                    }))}
                    {...form.getInputProps('visitors')}
                  />
                </div>
                <TextInput
                  label={t('widget.urlPattern')}
                  description={t('widget.urlPatternHint')}
                  maxLength={LIMITS.urlLength}
                  {...form.getInputProps('urlPattern')}
                />
                <Switch
                  label={t('widget.exitIntent')}
                  {...form.getInputProps('exitIntent', { type: 'checkbox' })}
                />
                <Switch
                  label={t('widget.oncePerVisitor')}
                  {...form.getInputProps('oncePerVisitor', { type: 'checkbox' })}
                />
                <Switch
                  label={t('widget.onlyOnline')}
                  {...form.getInputProps('onlyOnline', { type: 'checkbox' })}
                />
              </>
            )}
          </Stack>
        </section>
        <section className={page.section}>
          <h3>{t('widget.form')}</h3>
          <p>{t('widget.formText')}</p>
          <Stack gap={18}>
            <Switch
              label={t('widget.formEnabled')}
              {...form.getInputProps('formEnabled', { type: 'checkbox' })}
            />
            {(values.formEnabled || values.rows.length > 0) && (
              <PrechatEditor
                rows={values.rows}
                errors={form.errors}
                onChange={(rows) => form.setFieldValue('rows', rows)}
              />
            )}
            {values.rows.some(({ type }) => type === 'group') && (
              <GroupChoice {...form.getInputProps('choosableGroupIds')} />
            )}
          </Stack>
        </section>
        <section className={page.section}>
          <h3>{t('widget.typing')}</h3>
          <p>{t('widget.typingText')}</p>
          <Switch
            label={t('widget.typingPreview')}
            description={t('widget.typingPreviewHint')}
            {...form.getInputProps('typingPreview', { type: 'checkbox' })}
          />
        </section>
        <section className={page.section}>
          <h3>{t('widget.origins')}</h3>
          <p>{t('widget.originsText')}</p>
          <TagsInput
            label={t('widget.originsLabel')}
            placeholder={values.origins.length === 0 ? t('widget.originsAll') : ''}
            maxTags={100}
            {...form.getInputProps('origins')}
          />
        </section>
        <SaveBar
          dirty={form.isDirty()}
          saving={form.submitting}
          onReset={() => {
            form.reset()
            refusal.clear()
          }}
        />
      </fieldset>
    </form>
  )
}
