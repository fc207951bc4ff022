import type { Draft } from '@biometrics/chat-client'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { MessageBody } from '../messages/message-body.tsx'
import { BuilderDialog } from './builder-dialog.tsx'
import { CardFields } from './card-fields.tsx'
import { type CarouselValues, carouselContent, carouselErrors, emptyCard } from './carousel-form.ts'

/** A row of cards with pictures and buttons. */
export default function CarouselDialog(props: { onClose: () => void; onSend: (message: Draft) => boolean }) {
  const { onClose, onSend } = props
  const { t } = useTranslation()
  const form = useForm<CarouselValues>({
    initialValues: { cards: [emptyCard()] },
    validate: (values: CarouselValues) => carouselErrors(values, t),
  })
  const { cards } = form.values
  const content = carouselContent(form.values)
  return (
    <BuilderDialog
      title={t('carousel.title')}
      dirty={form.isDirty()}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => {
        if (onSend({ type: 'carousel', content: carouselContent(values) })) onClose()
      })}
      preview={
        content.cards.length > 0 ? (
          <MessageBody message={{ type: 'carousel', content }} answer={null} />
        ) : null
      }
    >
      {cards.map((card, index) => (
        <CardFields
          key={card.key}
          form={form}
          index={index}
          card={card}
          onRemove={cards.length > 1 ? () => form.removeListItem('cards', index) : null}
        />
      ))}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={16} />}
        disabled={cards.length >= LIMITS.carouselCards}
        onClick={() => form.insertListItem('cards', emptyCard())}
      >
        {t('carousel.addCard')}
      </Button>
    </BuilderDialog>
  )
}
