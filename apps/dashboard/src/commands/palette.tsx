import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.layer.css'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { availableCommands, COMMAND_GROUPS, type Command } from './commands.ts'
import { keysOf } from './keymap.ts'
import { Keys } from './keys.tsx'
import classes from './palette.module.css'

/** Everything that can be done just now, by its name. Loaded when it is first asked for. */
export default function Palette(props: { onClose: () => void; onChoose: (command: Command) => void }) {
  const { onClose, onChoose } = props
  const { t } = useTranslation()
  // What was there when it opened: a command must not vanish under the finger.
  const [commands] = useState(availableCommands)
  const [query, setQuery] = useState('')
  const navigate = useNavigate()
  useEffect(() => spotlight.open(), [])
  const known = useMemo(
    () =>
      COMMAND_GROUPS.map((group) => ({
        group: t(`commandGroups.${group}`),
        actions: commands
          .filter((command) => command.group === group)
          .map((command) => actionOf(command, onChoose)),
      })).filter((group) => group.actions.length > 0),
    [commands, onChoose, t],
  )
  // What is no command may be something that was said: its own words always fit it, so it stands last.
  const typed = query.trim()
  const search = {
    id: 'search',
    group: 'go',
    label: t('palette.search', { query: typed }),
    Icon: IconSearch,
    run: () => void navigate({ to: '/search', search: { q: typed } }),
  } as const
  const actions =
    typed === '' ? known : [...known, { group: t('shell.search'), actions: [actionOf(search, onChoose)] }]
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      actions={actions}
      nothingFound={t('palette.nothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      shortcut={null}
      onSpotlightClose={onClose}
      overlayProps={{ blur: 0 }}
      transitionProps={{ duration: 80 }}
      classNames={{ actionsGroup: classes.group, action: classes.action }}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.7} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.title'),
      }}
      aria-label={t('palette.title')}
    />
  )
}

function actionOf(
  command: Command,
  onChoose: (command: Command) => void,
): SpotlightActionGroupData['actions'][number] {
  const { id, label, Icon } = command
  const keys = keysOf(id)
  return {
    id,
    label,
    onClick: () => onChoose(command),
    leftSection: <Icon size={18} stroke={1.7} aria-hidden />,
    ...(keys && { rightSection: <Keys keys={keys} /> }),
  }
}
