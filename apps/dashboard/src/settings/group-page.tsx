import type { Group } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconChevronLeft, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusal } from '../forms/use-refusal.tsx'
import { groupsQuery } from '../session/queries.ts'
import { rest } from '../session/rest.ts'
import { useMe } from '../session/use-client.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { GroupDistribution } from './group-distribution.tsx'
import { GroupMembers } from './group-members.tsx'
import { GroupOverflow, GroupPatience, GroupVisitors } from './group-rules.tsx'
import { bodyOf, groupProblems, NEW_GROUP, valuesOf } from './group-values.ts'
import { GroupName } from './group-name.tsx'
import { Loaded } from './page.tsx'
import page from './page.module.css'
import { SaveBar } from '../forms/save-bar.tsx'

export function GroupPage() {
  const { t } = useTranslation()
  const { groupId } = useParams({ from: '/signed-in/settings/groups/$groupId' })
  const query = useQuery(groupsQuery)
  return (
    <>
      <Link to="/settings/groups" className={page.back}>
        <IconChevronLeft size={17} stroke={1.8} aria-hidden />
        {t('settings.groups')}
      </Link>
      <Loaded query={query} empty={t('groups.gone')}>
        {(groups) => {
          if (groupId === 'new') return <GroupForm key="new" group={null} others={groups} />
          const group = groups.find(({ id }) => id === groupId)
          if (!group) return <p className={page.empty}>{t('groups.gone')}</p>
          const others = groups.filter(({ id }) => id !== groupId)
          return <GroupForm key={group.id} group={group} others={others} />
        }}
      </Loaded>
    </>
  )
}

function GroupForm({ group, others }: { group: Group | null; others: Group[] }) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [deleting, setDeleting] = useState(false)
  const form = useForm({
    initialValues: group ? valuesOf(group) : NEW_GROUP,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(groupProblems(values)).map(([field, problem]) => [
          field,
          problem && t(`groups.${problem}`),
        ]),
      ),
  })
  const refusal = useRefusal(form)
  const reload = () => queryClient.invalidateQueries(groupsQuery)
  const save = form.onSubmit(async (values) => {
    refusal.clear()
    try {
      if (group) await rest('PATCH', `/groups/${group.id}`, bodyOf(values))
      else await rest('POST', '/groups', bodyOf(values))
    } catch (error) {
      return refusal.show(error)
    }
    form.resetDirty(values)
    notifications.show({ color: 'green', message: t('common.saved') })
    await reload()
    if (!group) await navigate({ to: '/settings/groups', ignoreBlocker: true })
  }, refusal.point)
  const readOnly = me.role !== 'admin'
  return (
    <form noValidate onSubmit={save}>
      <fieldset disabled={readOnly} className={page.fields}>
        <h2 className={page.title}>{group?.name ?? t('groups.new')}</h2>
        {readOnly && <p className={page.text}>{t('form.readOnly')}</p>}
        {refusal.alert}
        <GroupName form={form} isDefault={group?.isDefault ?? false} />
        <GroupMembers form={form} />
        <GroupDistribution form={form} />
        <GroupOverflow form={form} others={others} />
        <GroupVisitors form={form} />
        <GroupPatience form={form} />
        {group && !group.isDefault && !readOnly && (
          <section className={page.section}>
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => setDeleting(true)}
            >
              {t('groups.delete')}
            </Button>
          </section>
        )}
        <SaveBar
          dirty={form.isDirty()}
          saving={form.submitting}
          onReset={() => {
            form.reset()
            refusal.clear()
          }}
        />
      </fieldset>
      {group && deleting && (
        <DeleteDialog
          name={group.name}
          path={`/groups/${group.id}`}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            void reload()
            void navigate({ to: '/settings/groups', ignoreBlocker: true })
          }}
        />
      )}
    </form>
  )
}
