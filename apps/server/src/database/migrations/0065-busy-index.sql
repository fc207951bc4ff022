-- Who is free is counted by agent and by group; with the group in the index that needs no look at the rows themselves.
drop index conversations_busy;
create index conversations_busy on conversations (agent_id) include (group_id)
  where status = 'active' and parked_at is null;
