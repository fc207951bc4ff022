-- Bots of others, which are asked over the net.
alter table bots drop constraint bots_kind_check;
alter table bots add constraint bots_kind_check check (kind in ('off', 'flow', 'knowledge', 'webhook'));

create table bot_webhooks (
  app_uuid uuid primary key references apps on delete cascade,
  url text not null,
  -- Sealed; for a time the one before signs beside it.
  secret text not null,
  previous_secret text,
  previous_secret_until timestamptz
);

-- A turn that a bot of others may answer once, until then.
create table bot_promises (
  token_hash bytea primary key,
  conversation_id uuid not null references conversations on delete cascade,
  until timestamptz not null
);
create index bot_promises_until on bot_promises (until);
create index bot_promises_conversation on bot_promises (conversation_id);
