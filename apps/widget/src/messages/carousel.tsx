import type { CarouselButton, CarouselCard, CarouselContent } from '@biometrics/chat-protocol'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTexts } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import styles from './carousel.module.css'
import type { Answering } from './content.tsx'
import { safeHref } from './linkify.ts'

/** Cards side by side: swiped, scrolled, or moved by the arrows and the arrow keys. */
export function Carousel({ cards, chosen, answer }: CarouselContent & Answering) {
  const texts = useTexts()
  const track = useRef<HTMLUListElement>(null)
  const [at, setAt] = useState(0)

  function place(): { card: number; sign: number } {
    const first = track.current?.firstElementChild?.getBoundingClientRect()
    const second = track.current?.children[1]?.getBoundingClientRect()
    const step = first && second ? second.left - first.left : 1
    return { card: Math.abs(step), sign: Math.sign(step) }
  }
  const go = (by: number) => {
    const { card, sign } = place()
    track.current?.scrollBy({ left: by * card * sign, behavior: 'smooth' })
  }
  const follow = () => {
    const element = track.current
    if (!element) return
    const atEnd = Math.abs(element.scrollLeft) + element.clientWidth >= element.scrollWidth - 2
    setAt(atEnd ? cards.length - 1 : Math.round(Math.abs(element.scrollLeft) / place().card))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== track.current) return
    const towards = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!towards) return
    event.preventDefault()
    go(towards * place().sign)
  }
  return (
    <section className={styles.carousel} aria-roledescription="carousel" aria-label={texts.cards}>
      <ul ref={track} className={styles.track} tabIndex={0} onScroll={follow} onKeyDown={onKeyDown}>
        {cards.map((card, index) => (
          <li
            key={`${index} ${card.title}`}
            className={styles.card}
            aria-label={texts.card(index + 1, cards.length)}
          >
            <Card card={card} chosen={chosen} answer={answer} />
          </li>
        ))}
      </ul>
      {cards.length > 1 && (
        <>
          <Arrow name="left" label={texts.previous} disabled={at === 0} onClick={() => go(-1)} />
          <Arrow name="right" label={texts.next} disabled={at === cards.length - 1} onClick={() => go(1)} />
        </>
      )}
    </section>
  )
}

interface ArrowProps {
  name: 'left' | 'right'
  label: string
  disabled: boolean
  onClick: () => void
}

function Arrow({ name, label, disabled, onClick }: ArrowProps) {
  return (
    <button type="button" className={styles[name]} aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon name={name} size={18} />
    </button>
  )
}

function Card({ card, chosen, answer }: { card: CarouselCard } & Answering) {
  const { title, subtitle, imageUrl, buttons = [] } = card
  const [missing, setMissing] = useState(false)
  return (
    <>
      {imageUrl && !missing && (
        <img
          className={styles.picture}
          src={imageUrl}
          alt=""
          loading="lazy"
          onError={() => setMissing(true)}
        />
      )}
      <div className={styles.words}>
        <p className={styles.title} dir="auto">
          {title}
        </p>
        {subtitle && (
          <p className={styles.subtitle} dir="auto">
            {subtitle}
          </p>
        )}
      </div>
      {buttons.map((button) => (
        <CardButton key={`${button.type} ${button.value}`} button={button} chosen={chosen} answer={answer} />
      ))}
    </>
  )
}

function CardButton({
  button: { type, title, value },
  chosen,
  answer,
}: { button: CarouselButton } & Answering) {
  if (type === 'link') {
    const href = safeHref(value)
    return href ? (
      <a className={styles.button} href={href} target="_blank" rel="noopener noreferrer">
        {title}
      </a>
    ) : null
  }
  return (
    <button
      type="button"
      className={styles.button}
      aria-pressed={chosen === value}
      disabled={chosen !== undefined || !answer}
      onClick={() => answer?.(title, value)}
    >
      {chosen === value && <Icon name="check" size={16} />}
      {title}
    </button>
  )
}
