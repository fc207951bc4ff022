import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ComponentProps, ReactNode } from 'react'
import { FormModal } from '../forms/form-modal.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './builder-dialog.module.css'

interface Props {
  title: string
  dirty: boolean
  onClose: () => void
  onSubmit: NonNullable<ComponentProps<'form'>['onSubmit']>
  /** The message as the visitor will see it; null while there is nothing to see. */
  preview: ReactNode
  children: ReactNode
}

/** A form on one side and what becomes of it on the other. */
export function BuilderDialog({ title, dirty, onClose, onSubmit, preview, children }: Props) {
  const { t } = useTranslation()
  const small = useMediaQuery('(max-width: 767px)', window.innerWidth < 768) ?? false
  return (
    <FormModal title={title} size={820} fullScreen={small} dirty={dirty} onClose={onClose}>
      {(close) => (
        <form noValidate onSubmit={onSubmit}>
          <div className={classes.columns}>
            <div className={classes.fields}>{children}</div>
            <section className={classes.preview} aria-label={t('builder.preview')}>
              <div className={classes.previewTitle}>{t('builder.preview')}</div>
              {preview ?? <p className={classes.nothing}>{t('builder.nothing')}</p>}
            </section>
          </div>
          <div className={classes.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit">{t('composer.send')}</Button>
          </div>
        </form>
      )}
    </FormModal>
  )
}
