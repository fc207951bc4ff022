import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, FileButton, NativeSelect, TextInput } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { IconPhotoUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { showFailure } from '../session/explain.ts'
import { useClient } from '../session/use-client.ts'
import classes from './builder-dialog.module.css'
import { type CardValues, type CarouselValues, emptyButton } from './carousel-form.ts'

type Form = Pick<
  ReturnType<typeof useForm<CarouselValues>>,
  'getInputProps' | 'insertListItem' | 'removeListItem' | 'setFieldError' | 'setFieldValue'
>

interface Props {
  form: Form
  index: number
  card: CardValues
  /** Null for the only card. */
  onRemove: (() => void) | null
}

export function CardFields({ form, index, card, onRemove }: Props) {
  const { t } = useTranslation()
  const at = `cards.${index}`
  return (
    <fieldset className={classes.card} aria-label={t('carousel.card', { n: index + 1 })}>
      <div className={classes.cardHead}>
        {t('carousel.card', { n: index + 1 })}
        {onRemove && (
          <ActionIcon aria-label={t('carousel.removeCard', { n: index + 1 })} onClick={onRemove}>
            <IconTrash size={18} stroke={1.7} />
          </ActionIcon>
        )}
      </div>
      <TextInput
        label={t('carousel.cardTitle')}
        maxLength={LIMITS.titleLength}
        {...form.getInputProps(`${at}.title`)}
      />
      <TextInput
        label={t('carousel.subtitle')}
        maxLength={LIMITS.subtitleLength}
        {...form.getInputProps(`${at}.subtitle`)}
      />
      <ImageField form={form} at={at} />
      {card.buttons.map((button, number) => (
        <ButtonFields
          key={button.key}
          form={form}
          at={`${at}.buttons.${number}`}
          number={number + 1}
          type={button.type}
          onRemove={() => form.removeListItem(`${at}.buttons`, number)}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        justify="flex-start"
        leftSection={<IconPlus size={15} />}
        disabled={card.buttons.length >= LIMITS.cardButtons}
        onClick={() => form.insertListItem(`${at}.buttons`, emptyButton())}
      >
        {t('carousel.addButton')}
      </Button>
    </fieldset>
  )
}

/** An address, or a picture from the agent's own disk. */
function ImageField({ form, at }: { form: Form; at: string }) {
  const { t } = useTranslation()
  const client = useClient()
  const [uploading, setUploading] = useState(false)
  const upload = async (file: File | null) => {
    if (!file) return
    if (file.size > LIMITS.uploadBytes) return form.setFieldError(`${at}.imageUrl`, t('attach.tooLarge'))
    setUploading(true)
    try {
      form.setFieldValue(`${at}.imageUrl`, (await client.upload(file, { name: file.name })).url)
    } catch (error) {
      showFailure(error, t)
    } finally {
      setUploading(false)
    }
  }
  return (
    <div className={classes.line} style={{ alignItems: 'flex-end' }}>
      <TextInput
        className={classes.grow}
        label={t('carousel.image')}
        placeholder="https://"
        maxLength={LIMITS.urlLength}
        {...form.getInputProps(`${at}.imageUrl`)}
      />
      <FileButton accept="image/png,image/jpeg,image/gif,image/webp" onChange={upload}>
        {(props) => (
          <ActionIcon
            {...props}
            size={36}
            variant="default"
            loading={uploading}
            aria-label={t('carousel.upload')}
          >
            <IconPhotoUp size={18} stroke={1.7} />
          </ActionIcon>
        )}
      </FileButton>
    </div>
  )
}

function ButtonFields(props: {
  form: Form
  at: string
  number: number
  type: 'reply' | 'link'
  onRemove: () => void
}) {
  const { form, at, number, type, onRemove } = props
  const { t } = useTranslation()
  return (
    <div>
      <div className={classes.line}>
        <NativeSelect
          className={classes.kind}
          aria-label={t('carousel.buttonType', { n: number })}
          data={[
            { value: 'reply', label: t('carousel.reply') },
            { value: 'link', label: t('carousel.link') },
          ]}
          {...form.getInputProps(`${at}.type`)}
        />
        <TextInput
          className={classes.grow}
          aria-label={t('carousel.buttonTitle', { n: number })}
          placeholder={t('carousel.buttonTitle', { n: number })}
          maxLength={LIMITS.titleLength}
          {...form.getInputProps(`${at}.title`)}
        />
        <ActionIcon aria-label={t('carousel.removeButton', { n: number })} onClick={onRemove}>
          <IconTrash size={18} stroke={1.7} />
        </ActionIcon>
      </div>
      {type === 'link' && (
        <TextInput
          mt={6}
          aria-label={t('carousel.href', { n: number })}
          placeholder="https://"
          maxLength={LIMITS.valueLength}
          {...form.getInputProps(`${at}.href`)}
        />
      )}
    </div>
  )
}
