import { useTranslation } from '../i18n/use-translation.ts'
import { Face } from '../shell/face.tsx'
import classes from './canned-suggestions.module.css'
import { NAMES_LIST_ID, type Names, nameOptionId } from './use-names.ts'

/** Colleagues, while a name is being typed after an @. */
export function NameSuggestions({ names }: { names: Names }) {
  const { t } = useTranslation()
  if (!names.open) return null
  return (
    <div className={classes.panel} onMouseDown={(event) => event.preventDefault()}>
      <div className={classes.head}>
        <span>{t('composer.colleagues')}</span>
        <span className={classes.keys}>{t('canned.keys')}</span>
      </div>
      <div id={NAMES_LIST_ID} role="listbox" aria-label={t('composer.colleagues')} className={classes.list}>
        {names.found.map(({ id, name }, index) => (
          <div
            key={id}
            id={nameOptionId(index)}
            role="option"
            aria-selected={index === names.index}
            tabIndex={-1}
            className={classes.option}
            onMouseMove={() => names.hover(index)}
            onClick={() => names.choose(name)}
          >
            <Face id={id} name={name} size={24} />
            <span className={classes.title}>{name}</span>
          </div>
        ))}
      </div>
    </div>
  )
}
