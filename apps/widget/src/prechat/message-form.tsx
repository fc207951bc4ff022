import { LIMITS } from '@biometrics/chat-protocol/limits'
import { unsent } from '../composer/unsent.ts'
import { useChat, useClientState, useAllTexts } from '../shell/context.tsx'
import { Form } from './fields.tsx'
import type { FormField } from './form-fields.ts'

const PLAIN = { options: [], pattern: undefined, link: undefined }

interface MessageFormProps {
  onSend: (text: string, who: { name?: string; email: string }) => void
}

/** In place of a chat while nobody is there: what it is about, and where the answer can go. */
export default function MessageForm({ onSend }: MessageFormProps) {
  const texts = useAllTexts()
  const { prefill } = useChat()
  const { visitor } = useClientState().session ?? {}
  const fields: FormField[] = [
    { ...PLAIN, name: 'name', label: texts.yourName, type: 'text', required: false },
    { ...PLAIN, name: 'email', label: texts.yourEmail, type: 'email', required: true },
    { ...PLAIN, name: 'message', label: texts.yourMessage, type: 'textarea', required: true },
  ]
  return (
    <Form
      fields={fields}
      label={texts.leaveMessage}
      button={texts.leaveMessage}
      given={{
        name: visitor?.name ?? '',
        email: visitor?.email ?? '',
        message: prefill?.text ?? unsent.get('new') ?? '',
      }}
      onAnswers={({ name = '', email = '', message = '' }) => {
        unsent.delete('new')
        const who = { email: String(email).trim(), ...(String(name).trim() && { name: String(name).trim() }) }
        onSend(String(message).slice(0, LIMITS.textLength), who)
      }}
    />
  )
}
