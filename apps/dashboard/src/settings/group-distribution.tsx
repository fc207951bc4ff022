import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Radio, Stack, Switch, TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { GroupFormState } from './group-name.tsx'
import { OptionalNumber } from './optional-number.tsx'
import page from './page.module.css'
import { useKnownSkills } from './use-known-skills.ts'

/** How conversations find their agent. */
export function GroupDistribution({ form }: { form: GroupFormState }) {
  const { t } = useTranslation()
  const skills = useKnownSkills()
  const { routing, matchLanguage } = form.values
  const demands = form.values.skills.length > 0 || matchLanguage
  return (
    <section className={page.section}>
      <h3>{t('groups.distribution')}</h3>
      <p>{t('groups.distributionText')}</p>
      <Stack gap={18}>
        <Radio.Group {...form.getInputProps('routing')} aria-label={t('groups.distribution')}>
          <Stack gap={10}>
            <Radio value="automatic" label={t('groups.automatic')} description={t('groups.automaticHint')} />
            <Radio value="manual" label={t('groups.manual')} description={t('groups.manualHint')} />
          </Stack>
        </Radio.Group>
        {routing === 'automatic' && (
          <>
            <TagsInput
              label={t('groups.skills')}
              description={t('groups.skillsHint')}
              data={skills}
              maxTags={LIMITS.skills}
              acceptValueOnBlur
              {...form.getInputProps('skills')}
            />
            <Switch
              label={t('groups.matchLanguage')}
              description={t('groups.matchLanguageHint')}
              {...form.getInputProps('matchLanguage', { type: 'checkbox' })}
            />
            {demands && (
              <OptionalNumber
                label={t('groups.relaxAfter')}
                description={t('groups.relaxAfterHint')}
                w={280}
                unit="seconds"
                max={LIMITS.seconds}
                empty={t('groups.never')}
                {...form.getInputProps('relaxAfterSeconds')}
              />
            )}
          </>
        )}
      </Stack>
    </section>
  )
}
