import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { FormModal } from '../forms/form-modal.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import dialogs from '../conversation/dialogs.module.css'

export function AddTagsDialog(props: {
  count: number
  onClose: () => void
  onAdd: (tags: readonly string[]) => void
}) {
  const { count, onClose, onAdd } = props
  const { t } = useTranslation()
  const [tags, setTags] = useState<string[]>([])
  return (
    <FormModal title={t('bulk.addTagsTo', { count })} size={460} dirty={tags.length > 0} onClose={onClose}>
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (tags.length > 0) onAdd(tags)
          }}
        >
          <TagsInput
            label={t('tags.label')}
            description={t('tags.hint')}
            value={tags}
            onChange={setTags}
            maxTags={LIMITS.tags}
            maxLength={LIMITS.tagLength}
            acceptValueOnBlur
            data-autofocus
          />
          <div className={dialogs.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={tags.length === 0}>
              {t('common.add')}
            </Button>
          </div>
        </form>
      )}
    </FormModal>
  )
}
