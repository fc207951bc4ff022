import type { CarouselButton, CarouselContent, Message } from '@biometrics/chat-protocol'
import { IconCheck, IconExternalLink } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { safeHref } from './links.ts'
import classes from './messages.module.css'
import { isAnswer } from './quick-reply-message.tsx'

export function CarouselMessage(props: { content: CarouselContent; answer: Message | null }) {
  const { content, answer } = props
  const { t } = useTranslation()
  return (
    // Focusable, so that the arrow keys scroll it.
    <div className={classes.carousel} role="group" tabIndex={0} aria-label={t('message.carousel')}>
      {content.cards.map((card, index) => (
        <article key={`${index}-${card.title}`} className={classes.card}>
          {card.imageUrl && (
            <img
              className={classes.cardImage}
              src={card.imageUrl}
              alt=""
              loading="lazy"
              referrerPolicy="no-referrer"
            />
          )}
          <div className={classes.cardWords}>
            <div className={classes.cardTitle}>{card.title}</div>
            {card.subtitle && <div className={classes.cardSubtitle}>{card.subtitle}</div>}
          </div>
          {card.buttons && card.buttons.length > 0 && (
            <div className={classes.cardButtons}>
              {card.buttons.map((button, at) => (
                <CardButton key={`${at}-${button.title}`} button={button} chosen={isAnswer(answer, button)} />
              ))}
            </div>
          )}
        </article>
      ))}
    </div>
  )
}

function CardButton({ button, chosen }: { button: CarouselButton; chosen: boolean }) {
  const { t } = useTranslation()
  const href = button.type === 'link' ? safeHref(button.value) : null
  if (href === null) {
    return (
      <span className={classes.cardButton} data-chosen={(chosen && button.type === 'reply') || undefined}>
        {chosen && button.type === 'reply' && (
          <IconCheck size={15} stroke={2.4} aria-label={t('message.chosen')} role="img" />
        )}
        {button.title}
      </span>
    )
  }
  return (
    <a className={classes.cardButton} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {button.title}
      <IconExternalLink size={14} stroke={1.8} aria-hidden />
    </a>
  )
}
