import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from './leave-guard.tsx'
import classes from './forms.module.css'

/** At the foot of a form as soon as something is changed; whoever leaves without saving is asked. */
export function SaveBar(props: { dirty: boolean; saving: boolean; onReset: () => void }) {
  const { dirty, saving, onReset } = props
  const { t } = useTranslation()
  return (
    <>
      {dirty && (
        <div className={classes.bar}>
          <span className={classes.words} role="status">
            {t('form.unsaved')}
          </span>
          <Button variant="default" onClick={onReset} disabled={saving}>
            {t('form.reset')}
          </Button>
          <Button type="submit" loading={saving}>
            {t('common.save')}
          </Button>
        </div>
      )}
      <LeaveGuard dirty={dirty} saving={saving} />
    </>
  )
}
