-- Open one socket that cannot carry a header, once; they end with the session they were asked for with.
create table tickets (
  token_hash bytea primary key,
  session_hash bytea not null references agent_sessions on delete cascade,
  expires_at timestamptz not null
);
create index tickets_expired on tickets (expires_at);
create index tickets_session on tickets (session_hash);

-- It waited as a message that was left outside hours: no wait in a queue.
alter table assignments add column was_message boolean not null default false;
create index assignments_started on assignments (at) where reason in ('started', 'reopened');
