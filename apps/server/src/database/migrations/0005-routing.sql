-- Where a conversation stands in its group's queue is a time that never moves, so an index has the order and it ages by
-- itself: the moment it came, later by a delay for those who are less urgent. Nobody is ever behind one who came more than
-- the longest delay later.
create function rank_delay(priority text) returns interval
language sql immutable parallel safe as $$
  select case priority
    when 'urgent' then interval '0'
    when 'high' then interval '10 minutes'
    when 'normal' then interval '30 minutes'
    else interval '60 minutes'
  end
$$;

alter table agents
  add column skills text[] not null default '{}',
  add column languages text[] not null default '{}',
  -- When some device last said that a person uses it, and whether that is too long ago.
  add column active_at timestamptz,
  add column is_idle boolean not null default false,
  -- The status that somebody has drawn the consequences of, and since when it is so.
  add column noticed_status text not null default 'offline' check (noticed_status in ('online', 'away', 'offline')),
  add column status_since timestamptz,
  -- The last time a conversation came or went.
  add column idle_since timestamptz;

alter table groups
  add column routing text not null default 'automatic' check (routing in ('automatic', 'manual')),
  add column skills text[] not null default '{}',
  add column match_language boolean not null default false,
  add column relax_after_seconds integer default 120 check (relax_after_seconds > 0),
  add column overflow_group_id uuid references groups on delete set null,
  add column overflow_after_minutes integer check (overflow_after_minutes > 0),
  add column overflow_when_nobody_online boolean not null default false,
  add column greeting text,
  add column offer_timeout_minutes integer check (offer_timeout_minutes > 0),
  add column silence_minutes integer check (silence_minutes > 0),
  add column auto_close_minutes integer check (auto_close_minutes > 0),
  add column calendar_id uuid;
alter table group_members add column max_chats integer check (max_chats > 0);
create index group_members_agent on group_members (agent_id);

alter table apps
  add column previous_agent_first boolean not null default true,
  add column reopen_days integer not null default 7 check (reopen_days >= 0),
  add column close_form jsonb,
  add column calendar_id uuid,
  add column message_when_nobody_online boolean not null default false;

-- What holds for the whole installation; one row.
create table settings (
  id integer primary key default 1 check (id = 1),
  away_after_minutes integer check (away_after_minutes > 0),
  answered_keep_minutes integer not null default 10 check (answered_keep_minutes > 0)
);
insert into settings default values;

alter table conversations
  add column rank_at timestamptz,
  add column skills text[] not null default '{}',
  add column language text,
  add column snoozed_until timestamptz,
  add column is_message boolean not null default false,
  add column closed_reason text check (closed_reason in ('agent', 'visitor', 'silence', 'abandoned')),
  add column closing_form jsonb,
  -- Since when it does not count against capacity.
  add column parked_at timestamptz,
  -- Where it ended when its agent got it: what that agent says after it is an answer.
  add column assigned_seq bigint,
  -- Prolonged by the node that holds a socket of the visitor, while the conversation waits.
  add column visitor_until timestamptz,
  -- The next moment at which something may have to be done with it.
  add column due_at timestamptz,
  add column queue_told boolean not null default false,
  add column estimated_seconds integer;
update conversations set rank_at = queued_at + rank_delay(priority) where status = 'queued';
update conversations set due_at = now() where status <> 'closed';
alter table conversations add check ((status = 'queued') = (rank_at is not null));
drop index conversations_queue;
create index conversations_queue on conversations (group_id, rank_at, queued_at, id) where status = 'queued';
create index conversations_busy on conversations (agent_id) where status = 'active' and parked_at is null;
create index conversations_due on conversations (due_at) where due_at is not null;
create index conversations_left on conversations (visitor_until) where visitor_until is not null;
drop function priority_rank(text);

-- The history of who answered and whose queue it was. Names are kept: it tells of people who may have left.
create table assignments (
  id uuid primary key,
  conversation_id uuid not null references conversations on delete cascade,
  at timestamptz not null,
  reason text not null,
  from_agent_id uuid, from_agent_name text, from_group_id uuid, from_group_name text,
  to_agent_id uuid, to_agent_name text, to_group_id uuid, to_group_name text,
  by_agent_id uuid, by_name text,
  detail text,
  -- Of one that left the queue: how long it waited, and what it was told at first.
  waited_seconds double precision,
  estimated_seconds integer,
  -- Of one that gave up an agent's slot: how long it had it.
  held_seconds double precision
);
create index assignments_conversation on assignments (conversation_id, at, id);
create index assignments_held on assignments (from_group_id, at desc) where held_seconds is not null;
create index assignments_waited on assignments (at desc) where waited_seconds is not null;
