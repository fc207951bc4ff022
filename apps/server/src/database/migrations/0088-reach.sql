-- Whether somebody reaches every conversation or those of their groups only; admins always reach every one.
alter table agents add column reach text not null default 'all' check (reach in ('all', 'groups'));

-- Who hears a message that nobody answers for depends on the conversation's group as well. Under another name than
-- store_plain_messages: servers of the version before go on calling that one, with the answer that they know.
-- Stores messages of which nothing has to be asked but that the conversation is open, is the visitor's where one speaks,
-- and that the clientIds are new. One set of arrays is by conversation, in the order of their ids so that two batches cannot
-- wait for each other; the other by message, in the order given, and names its conversation by its place in the first.
-- Answers with one row: lists by conversation, with commas between.
-- Anything else raises CH001 or a unique violation and stores nothing: store_messages finds out what it was.
create function store_plain_batch(
  conversation_ids uuid[], for_visitors uuid[], counts integer[], public_counts integer[],
  from_visitor integer[], to_visitor integer[], answered float8[], spoken float8[], public_spoken float8[],
  conversations_at integer[], ids uuid[], nths integer[], public_nths integer[], client_ids text[],
  sender_ids text[], sender_types text[], sender_names text[], types text[], contents jsonb, spoken_at float8[],
  out before_seqs text, out before_public_seqs text, out visitor_ids text, out agent_ids text, out group_ids text
)
language plpgsql
-- Planning anew for each batch would cost a third of what a lone message does.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
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
