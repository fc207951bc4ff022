import { sql } from 'kysely'

/** The groups whose conversations alone are an agent's, in SQL; null: all. Admins reach every one. */
export const onlyGroups = sql<
  string[] | null
>`case when agents.reach = 'groups' and agents.role <> 'admin' then array(
    select m.group_id::text from group_members m where m.agent_id = agents.id order by 1
  ) end`
