import { IconArrowDown } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './jump-to-latest.module.css'

export function JumpToLatest(props: { shown: boolean; unread: number; onClick: () => void }) {
  const { shown, unread, onClick } = props
  const { t } = useTranslation()
  if (!shown) return null
  return (
    <button type="button" className={classes.jump} onClick={onClick}>
      <IconArrowDown size={16} stroke={2} aria-hidden />
      {unread > 0 ? t('conversation.newMessages', { count: unread }) : t('conversation.toLatest')}
    </button>
  )
}
