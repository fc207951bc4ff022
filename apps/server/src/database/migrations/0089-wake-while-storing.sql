-- A trigger before an update locks each row for itself, and writes that down, before it is changed: for every message that is
-- stored, for the few that wake something. The two functions that store messages do it in their update instead.
drop trigger conversations_wake on conversations;
drop function wake_conversation();

create or replace function store_plain_batch(
  conversation_ids uuid[], for_visitors uuid[], counts integer[], public_counts integer[],
  from_visitor integer[], to_visitor integer[], answered float8[], spoken float8[], public_spoken float8[],
  conversations_at integer[], ids uuid[], nths integer[], public_nths integer[], client_ids text[],
  sender_ids text[], sender_types text[], sender_names text[], types text[], contents jsonb, spoken_at float8[],
  out before_seqs text, out before_public_seqs text, out visitor_ids text, out agent_ids text, out group_ids text
)
language plpgsql
-- Planning anew for each batch would cost a third of what a lone message does.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_memoize = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  seqs bigint[];
  public_seqs bigint[];
  visitors uuid[];
  agents uuid[];
  groups uuid[];
begin
  -- Arrays are taken apart in the list of columns: in the list of tables each row would be copied once more.
  with grown as (
    update conversations c set
      last_seq = c.last_seq + g.count,
      last_public_seq = c.last_public_seq + g.public_count,
      updated_at = moved(c.updated_at, to_timestamp(g.spoken)),
      public_updated_at = moved(c.public_updated_at, to_timestamp(g.public_spoken)),
      agent_unread = c.agent_unread + g.from_visitor,
      -- Who writes wakes what was put aside.
      due_at = case when g.from_visitor > 0 and (c.status = 'snoozed' or c.parked_at is not null)
        then to_timestamp(0) else c.due_at end,
      snoozed_until = case when g.from_visitor > 0 and c.status = 'snoozed' then to_timestamp(0) else c.snoozed_until end,
      visitor_unread = c.visitor_unread + g.to_visitor,
      first_response_at = coalesce(c.first_response_at, to_timestamp(g.answered))
    from (
      select unnest(conversation_ids) as id, unnest(for_visitors) as for_visitor, unnest(counts) as count,
        unnest(public_counts) as public_count, unnest(from_visitor) as from_visitor, unnest(to_visitor) as to_visitor,
        unnest(answered) as answered, unnest(spoken) as spoken, unnest(public_spoken) as public_spoken,
        generate_subscripts(conversation_ids, 1) as ord
    ) g
    where c.id = g.id and c.status <> 'closed' and (g.for_visitor is null or g.for_visitor = c.visitor_id)
    returning g.ord, c.last_seq - g.count as seq, c.last_public_seq - g.public_count as public_seq, c.visitor_id, c.agent_id, c.group_id
  )
  select array_agg(g.seq order by ord), array_agg(g.public_seq order by ord),
    array_agg(g.visitor_id order by ord), array_agg(g.agent_id order by ord), array_agg(g.group_id order by ord)
  into seqs, public_seqs, visitors, agents, groups from grown g;

  if cardinality(seqs) is distinct from cardinality(conversation_ids) then
    raise exception 'not every conversation takes messages' using errcode = 'CH001';
  end if;

  insert into messages (id, conversation_id, seq, public_seq, client_id, sender_id, sender_type, sender_name,
    type, content, visibility, created_at)
  select m.id, conversation_ids[m.at], seqs[m.at] + m.nth, public_seqs[m.at] + m.public_nth, m.client_id, m.sender_id,
    m.sender_type, m.sender_name, m.type, m.content, case when m.public_nth is null then 'note' else 'all' end,
    to_timestamp(m.spoken)
  from (
    select unnest(conversations_at) as at, unnest(ids) as id, unnest(nths) as nth, unnest(public_nths) as public_nth,
      unnest(client_ids) as client_id, unnest(sender_ids) as sender_id, unnest(sender_types) as sender_type,
      unnest(sender_names) as sender_name, unnest(types) as type, jsonb_array_elements(contents) as content,
      unnest(spoken_at) as spoken
  ) m;

  before_seqs := array_to_string(seqs, ',');
  before_public_seqs := array_to_string(public_seqs, ',');
  visitor_ids := array_to_string(visitors, ',');
  agent_ids := array_to_string(agents, ',', '');
  group_ids := array_to_string(groups, ',', '');
end
$$;

create or replace function store_messages(batch jsonb)
returns table (
  ord integer, outcome text, id uuid, seq bigint, public_seq bigint, created_at timestamptz,
  visitor_id uuid, agent_id uuid, group_id uuid, agent_read_seq bigint, visitor_read_seq bigint
)
language plpgsql
-- A plan made while the tables were small is kept while they grow; every look-up below is by a unique index.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  perform from conversations
    where id in (select (item ->> 'conversation_id')::uuid from jsonb_array_elements(batch) as item)
    order by id for update;

  return query
  with input as (
    select * from rows from (jsonb_to_recordset(batch) as (
      id uuid, conversation_id uuid, client_id text, for_visitor uuid, sender_id text, sender_type text,
      sender_name text, type text, content jsonb, visibility text, reply_to uuid, created_at timestamptz
    )) with ordinality as i(
      id, conversation_id, client_id, for_visitor, sender_id, sender_type,
      sender_name, type, content, visibility, reply_to, created_at, ord
    )
  ),
  judged as (
    select i.*, m.id as known_id, m.seq as known_seq, m.public_seq as known_public_seq, m.created_at as known_at,
      c.visitor_id, c.agent_id, c.group_id, c.agent_read_seq, c.visitor_read_seq, c.last_seq, c.last_public_seq,
      case
        when c.id is null then 'missing'
        when m.id is not null then
          case when m.sender_id = i.sender_id and m.type = i.type and m.content = i.content
            and m.visibility = i.visibility and m.reply_to is not distinct from i.reply_to
          then 'repeated' else 'reused' end
        when c.status = 'closed' and i.visibility = 'all' and i.sender_type <> 'system' then 'closed'
        when i.reply_to is not null and not exists (
          select from messages r where r.id = i.reply_to and r.conversation_id = i.conversation_id
            and (i.for_visitor is null or r.public_seq is not null)
        ) then 'reply_missing'
        when i.type in ('image', 'file') and i.content ->> 'url' like '/uploads/%' and not exists (
          select from attachments a where a.id = split_part(i.content ->> 'url', '/', 3)
            -- What a visitor names is theirs: who has seen an address of another's file cannot have it made good again.
            and (i.for_visitor is null or a.uploader_id = i.for_visitor)
        ) then 'upload_missing'
        else 'stored'
      end as outcome
    from input i
    left join conversations c
      on c.id = i.conversation_id and (i.for_visitor is null or i.for_visitor = c.visitor_id)
    left join messages m
      on m.conversation_id = c.id and m.client_id = i.client_id
  ),
  -- One pass over the batch: joining it with itself would cost its square.
  placed as (
    select j.*,
      case when j.outcome = 'stored' then j.last_seq
        + count(*) filter (where j.outcome = 'stored') over (partition by j.conversation_id order by j.ord)
      else j.known_seq end as seq,
      case when j.outcome <> 'stored' then j.known_public_seq when j.visibility = 'all' then j.last_public_seq
        + count(*) filter (where j.outcome = 'stored' and j.visibility = 'all')
          over (partition by j.conversation_id order by j.ord)
      end as public_seq
    from judged j
  ),
  stored as (
    insert into messages (id, conversation_id, seq, public_seq, client_id, sender_id, sender_type, sender_name,
      type, content, visibility, reply_to, created_at)
    select id, conversation_id, seq, public_seq, client_id, sender_id, sender_type, sender_name,
      type, content, visibility, reply_to, created_at
    from placed where outcome = 'stored'
  ),
  growth as (
    select conversation_id,
      max(seq) as last_seq, max(public_seq) as last_public_seq,
      max(created_at) as at, max(created_at) filter (where visibility = 'all') as public_at,
      count(*) filter (where sender_type = 'user') as from_visitor,
      count(*) filter (where sender_type in ('agent', 'bot') and visibility = 'all') as to_visitor,
      min(created_at) filter (where sender_type = 'agent' and visibility = 'all') as first_response
    from placed where outcome = 'stored' group by conversation_id
  ),
  grown as (
    update conversations c set
      last_seq = g.last_seq,
      last_public_seq = greatest(c.last_public_seq, g.last_public_seq),
      updated_at = moved(c.updated_at, g.at),
      public_updated_at = moved(c.public_updated_at, g.public_at),
      agent_unread = c.agent_unread + g.from_visitor::integer,
      -- Who writes wakes what was put aside.
      due_at = case when g.from_visitor > 0 and (c.status = 'snoozed' or c.parked_at is not null)
        then to_timestamp(0) else c.due_at end,
      snoozed_until = case when g.from_visitor > 0 and c.status = 'snoozed' then to_timestamp(0) else c.snoozed_until end,
      visitor_unread = c.visitor_unread + g.to_visitor::integer,
      first_response_at = coalesce(c.first_response_at, g.first_response)
    from growth g where c.id = g.conversation_id
  )
  select p.ord::integer, p.outcome, coalesce(p.known_id, p.id), p.seq, p.public_seq,
    coalesce(p.known_at, p.created_at),
    p.visitor_id, p.agent_id, p.group_id, p.agent_read_seq, p.visitor_read_seq
  from placed p;
end
$$;
