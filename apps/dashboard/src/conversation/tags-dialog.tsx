import type { Conversation } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { FormModal } from '../forms/form-modal.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import { useClient } from '../session/use-client.ts'
import classes from './dialogs.module.css'
import type { ConversationActions } from './use-conversation-actions.ts'

const SUGGESTIONS_MAX = 30

export function TagsDialog(props: {
  conversation: Conversation
  actions: ConversationActions
  onClose: () => void
}) {
  const { conversation, actions, onClose } = props
  const { t } = useTranslation()
  const known = useKnownTags()
  const [tags, setTags] = useState(conversation.tags)
  const save = async () => {
    if (await actions.setTags(tags)) onClose()
  }
  return (
    <FormModal
      title={t('details.tags')}
      size={460}
      dirty={tags !== conversation.tags}
      saving={actions.busy}
      onClose={onClose}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <TagsInput
            label={t('tags.label')}
            description={t('tags.hint')}
            data={known}
            limit={SUGGESTIONS_MAX}
            value={tags}
            onChange={setTags}
            maxTags={LIMITS.tags}
            maxLength={LIMITS.tagLength}
            acceptValueOnBlur
            data-autofocus
          />
          <div className={classes.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={actions.busy}>
              {t('common.save')}
            </Button>
          </div>
        </form>
      )}
    </FormModal>
  )
}

/** The words that colleagues use already, as far as they stand in what is loaded here. */
function useKnownTags(): string[] {
  const client = useClient()
  const [known] = useState(() => {
    const tags = new Set<string>()
    for (const conversation of client.state.conversations.values()) {
      for (const tag of conversation.tags) tags.add(tag)
    }
    return [...tags].sort((a, b) => a.localeCompare(b))
  })
  return known
}
