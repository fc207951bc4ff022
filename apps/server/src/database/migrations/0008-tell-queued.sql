-- Tells a visitor who waits that they do, once, in one statement: many may come at the same moment. Nothing when there is no
-- need any more; else what store_messages answers.
create function tell_queued(conversation uuid, estimated integer, batch jsonb)
returns table (
  ord integer, outcome text, id uuid, seq bigint, public_seq bigint, created_at timestamptz,
  visitor_id uuid, agent_id uuid, group_id uuid, agent_read_seq bigint, visitor_read_seq bigint
)
language plpgsql as $$
begin
  update conversations c set queue_told = true, estimated_seconds = estimated
    where c.id = conversation and c.status = 'queued' and not c.queue_told;
  if found then
    return query select s.ord, s.outcome, s.id, s.seq, s.public_seq, s.created_at,
      s.visitor_id, s.agent_id, s.group_id, s.agent_read_seq, s.visitor_read_seq
    from store_messages(batch) s;
  end if;
end
$$;
