-- What reports are made of: one row for each time that a conversation was begun, or begun again, until it was closed. It is
-- written in the transaction of what it tells of, and can be made anew from assignments and messages.
create table episodes (
  conversation_id uuid not null references conversations on delete cascade,
  number integer not null,
  app_uuid uuid not null,
  -- Where it is or ended; no references: a report tells of those who may be gone.
  group_id uuid,
  agent_id uuid,
  started_at timestamptz not null,
  -- The quarter of an hour it began in, counted from 1970; zones differ by whole ones.
  slot integer not null,
  by_bot boolean not null,
  handed_over boolean not null default false,
  -- Since when it waits for the first agent.
  queued_at timestamptz,
  wait_ended_at timestamptz,
  waited_seconds integer,
  estimated_seconds integer,
  was_message boolean not null default false,
  assigned_at timestamptz,
  response_seconds integer,
  open_response_seconds integer,
  transfers integer not null default 0,
  missed integer not null default 0,
  snoozed_at timestamptz,
  snoozed_seconds integer not null default 0,
  closed_at timestamptz,
  closed_by text,
  resolved boolean,
  duration_seconds integer,
  reopened_at timestamptz,
  from_visitor integer not null default 0,
  from_agents integer not null default 0,
  from_bots integer not null default 0,
  rating smallint,
  primary key (conversation_id, number)
);
create index episodes_started on episodes (started_at, conversation_id, number);
create index episodes_wait_ended on episodes (wait_ended_at) where wait_ended_at is not null;
create index episodes_open on episodes (conversation_id) where closed_at is null;
create index episodes_rated on episodes (started_at) where rating is not null;

-- What the history did not say yet and the rows above need.
alter table assignments add column resolved boolean;
alter table conversations add column rated_at timestamptz;
drop index assignments_started;

-- What is wanted of a group; of no group: where a group says nothing.
create table targets (
  group_id uuid unique nulls not distinct references groups on delete cascade,
  wanted jsonb not null
);
