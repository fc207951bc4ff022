import { UnstyledButton } from '@mantine/core'
import type { SearchFilter } from '@biometrics/chat-protocol'
import { useTranslation } from 'react-i18next'
import classes from './search.module.css'

const FILTERS = [
  'from',
  'visitor',
  'agent',
  'group',
  'tag',
  'is',
  'after',
  'before',
] as const satisfies readonly SearchFilter[]

/** The filters by examples, each of which can be put into the search. */
export function FilterHelp({ onChoose }: { onChoose: (word: string) => void }) {
  const { t } = useTranslation()
  const day = new Date().toISOString().slice(0, 10)
  return (
    <ul className={classes.filters} aria-label={t('search.filters')}>
      {FILTERS.map((filter) => {
        const example = t(`search.example.${filter}`, { day })
        return (
          <li key={filter}>
            <UnstyledButton
              className={classes.filter}
              title={t(`search.help.${filter}`)}
              onClick={() => onChoose(example)}
            >
              {example}
            </UnstyledButton>
          </li>
        )
      })}
    </ul>
  )
}
