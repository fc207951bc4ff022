import { sql } from 'kysely'
import type { Database } from '../../../apps/server/src/database/database.ts'
import type { SqlFlaw } from './mutant.ts'

/** Breaks the function that stores messages where it stands, and lets go of what would stop it. */
export async function breakDatabase(
  database: Database,
  { before = '', storeMessages }: SqlFlaw,
): Promise<void> {
  if (before !== '') await sql.raw(before).execute(database.query)
  await rewrite(database, 'store_messages', storeMessages)
  // The quick way refuses everything, which leaves it to the one that is broken.
  await rewrite(database, 'store_plain_batch', [
    [/\nbegin\n/, "\nbegin raise exception 'not by this way' using errcode = 'CH001';\n"],
  ])
}

async function rewrite({ query }: Database, name: string, changes: SqlFlaw['storeMessages']): Promise<void> {
  const { rows } = await sql<{ text: string }>`
    select pg_get_functiondef(${name}::regproc) as text`.execute(query)
  await sql.raw(changes.reduce(replaceOnce, rows[0]?.text ?? '')).execute(query)
}

/** A flaw that finds nothing to break would prove nothing. */
function replaceOnce(text: string, [sound, broken]: readonly [string | RegExp, string]): string {
  const changed = text.replace(sound, () => broken)
  if (changed === text) throw new Error(`There is no "${sound}" to break.`)
  return changed
}

const LOCK = /perform\s+from conversations[^;]*for update;/

/** A repeat is not noticed. */
export const NO_DEDUPE: SqlFlaw = {
  before: 'drop index messages_client; create index messages_client on messages (client_id, conversation_id)',
  storeMessages: [[/m\.client_id = i\.client_id/, 'm.client_id = i.client_id and false']],
}

/** The position is one more than the highest that can be seen, and nobody waits for anybody. */
export const MAX_PLUS_ONE: SqlFlaw = {
  before: 'alter table messages drop constraint messages_conversation_id_seq_key',
  storeMessages: [
    [LOCK, ''],
    [
      /then j\.last_seq\s/,
      'then (select coalesce(max(known.seq), 0) from messages known where known.conversation_id = j.conversation_id) ',
    ],
    [/(return;\s*)?end\s*\$function\$/, 'perform pg_sleep(0.02); end $function$'],
  ],
}

/** Positions come from a counter that forgets nothing, not even what was undone; slow ones come in late. */
export const COUNTER: SqlFlaw = {
  before: `
    create sequence counter_template;
    create function add_counter() returns trigger language plpgsql as $$
    begin
      execute format('create sequence %I', 'counter_' || new.id);
      return new;
    end $$;
    create trigger add_counter before insert on conversations for each row execute function add_counter()`,
  storeMessages: [
    [LOCK, ''],
    [
      /case when j\.outcome = 'stored' then j\.last_seq[^]*?else j\.known_seq end as seq/,
      `case when j.outcome = 'stored' then nextval('"counter_' || j.conversation_id || '"')
        else j.known_seq end as seq`,
    ],
    [
      /when j\.visibility = 'all' then j\.last_public_seq[^]*?end as public_seq/,
      `when j.visibility = 'all' then currval('"counter_' || j.conversation_id || '"') end as public_seq`,
    ],
    [/(return;\s*)?end\s*\$function\$/, 'perform pg_sleep(0.02); end $function$'],
  ],
}

/** A repeat uses up a position. */
export const BURNT_POSITION: SqlFlaw = {
  storeMessages: [
    [
      LOCK,
      `perform from conversations
        where id in (select (item ->> 'conversation_id')::uuid from jsonb_array_elements(batch) as item)
        order by id for update;
      update conversations c set last_seq = last_seq + 1, last_public_seq = last_public_seq + 1
        from jsonb_array_elements(batch) as item join messages m
          on m.conversation_id = (item ->> 'conversation_id')::uuid and m.client_id = item ->> 'client_id'
        where c.id = m.conversation_id;`,
    ],
  ],
}
