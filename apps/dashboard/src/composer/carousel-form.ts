import type { CarouselCard, CarouselContent } from '@biometrics/chat-protocol'
import type { TFunction } from 'i18next'
import { safeHref } from '../messages/links.ts'

export interface ButtonValues {
  key: string
  title: string
  type: 'reply' | 'link'
  href: string
}
export interface CardValues {
  key: string
  title: string
  subtitle: string
  imageUrl: string
  buttons: ButtonValues[]
}
export interface CarouselValues {
  cards: CardValues[]
}

export function emptyCard(): CardValues {
  return { key: crypto.randomUUID(), title: '', subtitle: '', imageUrl: '', buttons: [] }
}

export function emptyButton(): ButtonValues {
  return { key: crypto.randomUUID(), title: '', type: 'reply', href: '' }
}

/** What the server would refuse, by the path of the field. */
export function carouselErrors({ cards }: CarouselValues, t: TFunction): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const [index, card] of cards.entries()) {
    const at = `cards.${index}`
    if (card.title.trim() === '') errors[`${at}.title`] = t('builder.required')
    if (card.imageUrl !== '' && !isImageUrl(card.imageUrl)) {
      errors[`${at}.imageUrl`] = t('carousel.imageInvalid')
    }
    for (const [number, button] of card.buttons.entries()) {
      const path = `${at}.buttons.${number}`
      if (button.title.trim() === '') errors[`${path}.title`] = t('builder.required')
      if (button.type === 'link' && !isLink(button.href)) errors[`${path}.href`] = t('carousel.linkInvalid')
    }
  }
  return errors
}

/** The message; what is still empty is left out, so that the preview can follow the typing. */
export function carouselContent({ cards }: CarouselValues): CarouselContent {
  return { cards: cards.filter(({ title }) => title.trim() !== '').map(cardOf) }
}

function cardOf({ title, subtitle, imageUrl, buttons }: CardValues): CarouselCard {
  const filled = buttons.filter((button) => button.title.trim() !== '')
  return {
    title: title.trim(),
    ...(subtitle.trim() === '' ? {} : { subtitle: subtitle.trim() }),
    ...(isImageUrl(imageUrl) ? { imageUrl } : {}),
    ...(filled.length === 0 ? {} : { buttons: filled.map(buttonOf) }),
  }
}

function buttonOf({ title, type, href }: ButtonValues) {
  const value = type === 'link' ? href.trim() : title.trim()
  return { title: title.trim(), type, value: value === '' ? title.trim() : value }
}

function isImageUrl(value: string): boolean {
  return value.startsWith('/uploads/') || URL.parse(value)?.protocol === 'https:'
}

function isLink(value: string): boolean {
  return safeHref(value.trim()) !== null
}
