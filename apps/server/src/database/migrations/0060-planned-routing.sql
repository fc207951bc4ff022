-- A decision of routing asks these two questions, often while many wait. In PL/pgSQL each connection plans them once; sent as
-- text, planning would take longer than answering.

-- Who could take one more conversation of a group now, or of any of an agent's groups: online, with a slot of their own and one
-- of the group; least loaded first, then who has been idle longest.
create function free_agents(of_group_id uuid, of_agent_id uuid, now_is timestamptz)
returns table (id uuid, group_id uuid, name text, skills text[], languages text[], idle_since timestamptz, load float8)
language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
  select a.id, m.group_id, a.name, a.skills, a.languages, a.idle_since, b.total::float8 / a.max_chats as load
  from group_members m
  join agents a on a.id = m.agent_id
  join groups g on g.id = m.group_id and g.routing = 'automatic'
  cross join lateral (
    select count(*) as total, count(*) filter (where c.group_id = m.group_id) as of_group
    from conversations c where c.agent_id = a.id and c.status = 'active' and c.parked_at is null
  ) b
  where (of_group_id is null or m.group_id = of_group_id) and (of_agent_id is null or a.id = of_agent_id)
    and a.role <> 'read-only' and a.chosen_status = 'online' and not a.is_idle and a.connected_until > now_is
    and b.total < a.max_chats and (m.max_chats is null or b.of_group < m.max_chats)
  order by load, a.idle_since nulls first, a.id;
end
$$;

-- The first who waits and whom one of these agents fits (`id group_id skills languages` each), what is asked of who answers, and
-- who had the visitor last time, where the app wants that agent first.
create function first_waiting(free jsonb, now_is timestamptz)
returns table (
  id uuid, group_id uuid, queued_at timestamptz, skills text[], language text, avoid_agent_id uuid,
  previous_agent_id uuid, greeting text
)
language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
  with agents as materialized (
    select * from jsonb_to_recordset(free) as f(id uuid, group_id uuid, skills text[], languages text[])
  )
  select next.id, g.id as group_id, next.queued_at,
    case when next.is_relaxed then '{}'::text[] else next.skills end,
    case when not next.is_relaxed then next.language end,
    case when not next.is_avoid_over then next.avoid_agent_id end,
    case when a.previous_agent_first then (
      select p.agent_id from conversations p
      where p.visitor_id = next.visitor_id and p.agent_id is not null and p.id <> next.id
      order by p.public_updated_at desc limit 1
    ) end,
    g.greeting
  from (select distinct f.group_id as id from agents f) asked
  join groups g on g.id = asked.id
  cross join lateral (
    select q.id, q.app_uuid, q.visitor_id, q.rank_at, q.queued_at, q.avoid_agent_id, q.skills || g.skills as skills, d.*
    from conversations q
    cross join lateral (
      select
        coalesce(q.queued_at + make_interval(secs => g.relax_after_seconds) <= now_is, false) as is_relaxed,
        q.queued_at + make_interval(secs => coalesce(g.relax_after_seconds, 120)) <= now_is as is_avoid_over,
        coalesce(q.language, case when g.match_language then (
          select v.language from visitors v where v.id = q.visitor_id
        ) end) as language
    ) d
    where q.status = 'queued' and q.group_id = g.id and not q.waits_for_opening and case
      when q.skills = '{}' and g.skills = '{}' and q.language is null and not g.match_language
        and q.avoid_agent_id is null then true
      else exists (
        select from agents f
        where f.group_id = g.id
          and (d.is_relaxed or (q.skills || g.skills <@ f.skills and speaks(f.languages, d.language)))
          and (d.is_avoid_over or q.avoid_agent_id is distinct from f.id)
      ) end
    order by q.rank_at, q.queued_at, q.id limit 1
  ) next
  join apps a on a.id = next.app_uuid
  order by next.rank_at, next.queued_at, next.id limit 1;
end
$$;
