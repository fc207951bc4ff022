import { plural } from '../i18n/texts.ts'
import { useAllTexts, useLanguage } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { STAR } from '../shell/more-icons.ts'
import styles from './ended.module.css'

export type Score = 1 | 2 | 3 | 4 | 5
const SCORES: readonly Score[] = [1, 2, 3, 4, 5]

interface StarsProps {
  score: Score | undefined
  onChoose: ((score: Score) => void) | undefined
}

/** Radio buttons, so that the arrow keys and screen readers know what they are; only shown once chosen for good. */
export function Stars({ score, onChoose }: StarsProps) {
  const texts = useAllTexts()
  const { tag } = useLanguage()
  const lit = (star: Score) => score !== undefined && star <= score
  if (!onChoose) {
    return (
      <div className={styles.stars} role="img" aria-label={plural(texts.stars, score ?? 0, tag)}>
        {SCORES.map((star) => (
          <span key={star} className={lit(star) ? styles.lit : ''}>
            <Icon path={STAR} size={20} filled={lit(star)} />
          </span>
        ))}
      </div>
    )
  }
  return (
    <fieldset className={styles.stars} aria-label={texts.rateQuestion}>
      {SCORES.map((star) => (
        <label key={star} className={`${styles.star} ${lit(star) ? styles.lit : ''}`}>
          <input
            type="radio"
            name="score"
            checked={score === star}
            aria-label={plural(texts.stars, star, tag)}
            onChange={() => onChoose(star)}
          />
          <Icon path={STAR} size={28} filled={lit(star)} />
        </label>
      ))}
    </fieldset>
  )
}
