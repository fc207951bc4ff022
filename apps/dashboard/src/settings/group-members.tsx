import type { Agent } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { agentsQuery } from '../session/queries.ts'
import { Face } from '../shell/face.tsx'
import classes from './group-members.module.css'
import type { GroupFormState } from './group-name.tsx'
import { OptionalNumber } from './optional-number.tsx'
import { Loaded } from './page.tsx'
import page from './page.module.css'

/** Who answers for the group, and how many conversations of it at once. */
export function GroupMembers({ form }: { form: GroupFormState }) {
  const { t } = useTranslation()
  const query = useQuery(agentsQuery)
  return (
    <section className={page.section} aria-labelledby="group-members">
      <h3 id="group-members">{t('groups.membersTitle')}</h3>
      <p>{t('groups.membersText')}</p>
      <Loaded query={query} empty={t('transfer.nobody')}>
        {(agents) => (
          <ul className={page.list}>
            {agents.map((agent) => (
              <Member key={agent.id} agent={agent} form={form} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

function Member({ agent, form }: { agent: Agent; form: GroupFormState }) {
  const { t } = useTranslation()
  const { members } = form.values
  const index = members.findIndex(({ agentId }) => agentId === agent.id)
  const member = members[index]
  return (
    <li className={classes.member}>
      <Checkbox
        aria-label={agent.name}
        checked={member !== undefined}
        onChange={(event) => {
          const others = members.filter(({ agentId }) => agentId !== agent.id)
          form.setFieldValue(
            'members',
            event.currentTarget.checked ? [...others, { agentId: agent.id, maxChats: null }] : others,
          )
        }}
      />
      <Face id={agent.id} name={agent.name} picture={agent.picture} size={30} />
      <span className={page.itemWords}>
        <span className={page.itemTitle}>{agent.name}</span>
        <span className={page.itemText}>
          {[t(`role.${agent.role}`), agent.skills.join(', ')].filter(Boolean).join(' · ')}
        </span>
      </span>
      {member && (
        <OptionalNumber
          aria-label={t('groups.capacityOf', { name: agent.name })}
          className={classes.capacity}
          unit="chats"
          max={LIMITS.maxChats}
          empty={t('groups.asAgent', { max: agent.maxChats })}
          {...form.getInputProps(`members.${index}.maxChats`)}
        />
      )}
    </li>
  )
}
