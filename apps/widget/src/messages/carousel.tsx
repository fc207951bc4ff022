import { fill } from '../i18n/texts.ts'
import type { CarouselButton, CarouselCard, CarouselContent } from '@biometrics/chat-protocol'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { useAllTexts } from '../shell/context.tsx'
import { CHECK, Icon } from '../shell/icons.tsx'
import { LEFT, RIGHT } from '../shell/more-icons.ts'
import styles from './carousel.module.css'
import type { Answering } from './content.tsx'
import { safeHref } from './linkify.ts'

/** Cards side by side: swiped, scrolled, or moved by the arrows and the arrow keys. */
export function Carousel({ cards, chosen, answer }: CarouselContent & Answering) {
  const texts = useAllTexts()
  const track = useRef<HTMLUListElement>(null)
  const [edge, setEdge] = useState({ start: true, end: true })

  /** From one card to the next; negative where lines run from right to left. */
  function step(): number {
    const first = track.current?.firstElementChild?.getBoundingClientRect()
    const second = track.current?.children[1]?.getBoundingClientRect()
    return first && second ? second.left - first.left : 1
  }
  const go = (by: number) => track.current?.scrollBy({ left: by * step(), behavior: 'smooth' })
  const follow = () => {
    const element = track.current
    if (!element) return
    const passed = Math.abs(element.scrollLeft)
    setEdge({ start: passed <= 2, end: passed + element.clientWidth >= element.scrollWidth - 2 })
  }
  // Where all cards fit there is nowhere to go.
  useLayoutEffect(follow, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== track.current) return
    const towards = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!towards) return
    event.preventDefault()
    go(towards * Math.sign(step()))
  }
  return (
    <section className={styles.carousel} aria-roledescription="carousel" aria-label={texts.cards}>
      <ul ref={track} className={styles.track} tabIndex={0} onScroll={follow} onKeyDown={onKeyDown}>
        {cards.map((card, index) => (
          <li
            key={`${index} ${card.title}`}
            className={styles.card}
            aria-label={fill(texts.card, { at: `${index + 1}`, of: `${cards.length}` })}
          >
            <Card card={card} chosen={chosen} answer={answer} />
          </li>
        ))}
      </ul>
      {cards.length > 1 && (
        <>
          <Arrow name="left" label={texts.previous} disabled={edge.start} onClick={() => go(-1)} />
          <Arrow name="right" label={texts.next} disabled={edge.end} onClick={() => go(1)} />
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
    <button
      type="button"
      className={name === 'left' ? styles.left : styles.right}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon path={name === 'left' ? LEFT : RIGHT} size={18} />
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
      {chosen === value && <Icon path={CHECK} size={16} />}
      {title}
    </button>
  )
}
