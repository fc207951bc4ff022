-- Who answers first on an app, and how. An app without a row has no bot.
create table bots (
  app_uuid uuid primary key references apps on delete cascade,
  kind text not null default 'off' check (kind in ('off', 'flow', 'knowledge')),
  name text not null,
  turn_limit integer not null check (turn_limit > 0),
  visitor_turns_per_hour integer not null check (visitor_turns_per_hour > 0),
  app_turns_per_day integer not null check (app_turns_per_day > 0),
  answer_at double precision not null check (answer_at between 0 and 1),
  offer_at double precision not null check (offer_at between 0 and 1),
  draft jsonb,
  draft_updated_at timestamptz,
  flow_version integer,
  training_requested_at timestamptz,
  -- A node that trains holds this; past it the node has died, and another one trains.
  training_until timestamptz,
  training_error text,
  check (offer_at <= answer_at)
);

create table bot_flow_versions (
  app_uuid uuid not null references apps on delete cascade,
  version integer not null,
  flow jsonb not null,
  note text not null,
  published_at timestamptz not null,
  published_by text,
  primary key (app_uuid, version)
);

-- A conversation that a bot began. It leads while is_leading; the conversation is then active without an agent.
create table bot_conversations (
  conversation_id uuid primary key references conversations on delete cascade,
  app_uuid uuid not null,
  kind text not null,
  -- A conversation goes on in the version in which it began.
  flow_version integer,
  is_leading boolean not null default true,
  state jsonb,
  -- Up to which message it has answered; null: it has not begun.
  answered_seq bigint,
  turns integer not null default 0,
  -- Guesses in a row.
  guesses integer not null default 0,
  -- The node that is answering, until when: what it says counts only while this is so.
  claim uuid,
  claimed_until timestamptz,
  started_at timestamptz not null,
  handed_over_at timestamptz,
  reason text
);
create index bot_conversations_leading on bot_conversations (conversation_id) where is_leading;
create index bot_conversations_started on bot_conversations (app_uuid, started_at);
