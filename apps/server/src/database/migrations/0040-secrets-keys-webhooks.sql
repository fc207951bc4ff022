-- The keys that secrets in other tables are sealed with. A key is itself sealed where SECRET_KEY is set.
create table vault_keys (
  id uuid primary key,
  key bytea not null,
  is_sealed boolean not null,
  created_at timestamptz not null
);

create table api_keys (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  -- The first characters, by which people tell keys apart.
  hint text not null,
  scopes text[] not null,
  created_by uuid references agents on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz
);

create table webhooks (
  id uuid primary key,
  url text not null,
  description text not null,
  events text[] not null,
  is_active boolean not null,
  secret text not null,
  -- Signs beside the new one until then.
  previous_secret text,
  previous_secret_until timestamptz,
  failures integer not null default 0,
  -- Many failures in a row: nothing is sent before then.
  paused_until timestamptz,
  created_at timestamptz not null
);

-- What happened and nobody was told yet; written by the triggers below, in the transaction in which it happens.
create table outbox (
  id bigint generated always as identity primary key,
  event text not null,
  conversation_id uuid not null,
  message_id uuid,
  created_at timestamptz not null
);

create table webhook_deliveries (
  id uuid primary key,
  webhook_id uuid not null references webhooks on delete cascade,
  -- The same for every webhook that is told of it, and in a replay.
  event_id uuid not null,
  event text not null,
  conversation_id uuid,
  body text not null,
  status text not null check (status in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  -- A node is at it until then; one that dies lets go by this.
  claimed_until timestamptz,
  response_status integer,
  error text,
  duration_ms integer,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((status = 'waiting') = (next_attempt_at is not null))
);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'waiting';
create index webhook_deliveries_waiting on webhook_deliveries (webhook_id) where status = 'waiting';
create index webhook_deliveries_log on webhook_deliveries (webhook_id, id desc);
create index webhook_deliveries_old on webhook_deliveries (created_at);
create index webhook_deliveries_conversation on webhook_deliveries (conversation_id);

create function outbox_messages() returns trigger language plpgsql as $$
begin
  insert into outbox (event, conversation_id, message_id, created_at)
  select case when visibility = 'note' then 'note.created' else 'message.created' end, conversation_id, id, created_at
  from fresh order by conversation_id, seq;
  return null;
end
$$;

create function outbox_conversation() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into outbox (event, conversation_id, created_at) values ('conversation.created', new.id, new.created_at);
    return null;
  end if;
  insert into outbox (event, conversation_id, created_at)
  select event, new.id, new.updated_at from (values
    (1, 'conversation.reopened', old.status = 'closed' and new.status <> 'closed'),
    (2, 'conversation.assigned', new.agent_id is not null and new.agent_id is distinct from old.agent_id),
    (3, 'conversation.closed', old.status <> 'closed' and new.status = 'closed'),
    (4, 'conversation.rated', new.rating is not null and new.rating is distinct from old.rating)
  ) as happened(place, event, did) where did order by place;
  return null;
end
$$;

create trigger messages_to_outbox after insert on messages
  referencing new table as fresh for each statement execute function outbox_messages();
create trigger new_conversations_to_outbox after insert on conversations
  for each row execute function outbox_conversation();
create trigger conversations_to_outbox after update on conversations
  for each row when (
    old.status is distinct from new.status or old.agent_id is distinct from new.agent_id
    or old.rating is distinct from new.rating
  ) execute function outbox_conversation();

-- Off while there is no webhook, so that messages pay nothing for what nobody wants; see webhook-store.ts.
alter table messages disable trigger messages_to_outbox;
alter table conversations disable trigger new_conversations_to_outbox;
alter table conversations disable trigger conversations_to_outbox;
