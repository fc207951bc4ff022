-- When somebody has shown last who they are: by signing in, or once more since.
alter table agent_sessions add column proven_at timestamptz not null default now();
update agent_sessions set proven_at = created_at;
