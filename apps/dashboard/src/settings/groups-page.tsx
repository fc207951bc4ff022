import { Button } from '@mantine/core'
import { IconChevronRight, IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { groupsQuery } from '../session/queries.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import classes from './groups-page.module.css'
import { Loaded, PageHead } from './page.tsx'
import page from './page.module.css'

export function GroupsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const query = useQuery(groupsQuery)
  const team = useAgentState((state) => state.team)
  const isAdmin = me.role === 'admin'
  return (
    <>
      <PageHead title={t('settings.groups')} text={t(isAdmin ? 'groups.text' : 'groups.textAgent')}>
        {isAdmin && (
          <Button
            renderRoot={(props) => (
              <Link to="/settings/groups/$groupId" params={{ groupId: 'new' }} {...props} />
            )}
            leftSection={<IconPlus size={16} />}
          >
            {t('groups.add')}
          </Button>
        )}
      </PageHead>
      <Loaded query={query} empty={t('groups.none')}>
        {(groups) => (
          <ul className={page.list}>
            {groups.map((group) => {
              const online = group.agentIds.filter((id) => team[id]?.status === 'online').length
              return (
                <li key={group.id}>
                  <Link
                    to="/settings/groups/$groupId"
                    params={{ groupId: group.id }}
                    className={classes.group}
                  >
                    <span className={classes.icon}>
                      <IconUsersGroup size={19} stroke={1.6} aria-hidden />
                    </span>
                    <span className={page.itemWords}>
                      <span className={page.itemTitle}>
                        {group.name}
                        {group.isDefault && <span className={classes.badge}>{t('groups.default')}</span>}
                      </span>
                      <span className={page.itemText}>
                        {[
                          t('groups.members', { count: group.agentIds.length }),
                          t('groups.online', { n: online }),
                          t(`groups.${group.routing}`),
                        ].join(' · ')}
                      </span>
                    </span>
                    <IconChevronRight size={18} stroke={1.7} aria-hidden className={classes.arrow} />
                  </Link>
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
    </>
  )
}
