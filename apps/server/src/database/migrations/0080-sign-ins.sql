-- Who was invited, or comes from the company's own sign-in, has no password.
alter table agents alter column password_hash drop not null;
alter table agents add column deactivated_at timestamptz;
-- Sealed. The pending one becomes the other when a first code has been given.
alter table agents add column totp_secret text;
alter table agents add column totp_pending text;
-- The step of the last code that was taken: each is good once.
alter table agents add column totp_step bigint;

alter table agent_sessions add column id uuid not null default gen_random_uuid();
create unique index agent_sessions_id on agent_sessions (id);
alter table agent_sessions add column last_used_at timestamptz not null default now();
alter table agent_sessions add column user_agent text;
alter table agent_sessions add column address text;
-- The company's own sign-in has its own second factor.
alter table agent_sessions add column by_provider boolean not null default false;

create table recovery_codes (
  agent_id uuid not null references agents on delete cascade,
  code_hash bytea not null,
  primary key (agent_id, code_hash)
);

-- One-time links by which somebody chooses a password.
create table account_links (
  token_hash bytea primary key,
  agent_id uuid not null references agents on delete cascade,
  expires_at timestamptz not null
);
create index account_links_agent on account_links (agent_id);

create table agent_identities (
  issuer text not null,
  subject text not null,
  agent_id uuid not null references agents on delete cascade,
  primary key (issuer, subject),
  unique (issuer, agent_id)
);

alter table settings add column require_second_factor boolean not null default false;
