-- What agents keep for their work, for themselves or, without an agent, for everybody: saved views and macros.
create table desk_items (
  id uuid primary key,
  kind text not null check (kind in ('view', 'macro')),
  agent_id uuid references agents on delete cascade,
  name text not null,
  content jsonb not null,
  created_at timestamptz not null
);
create index desk_items_kind on desk_items (kind, id);
