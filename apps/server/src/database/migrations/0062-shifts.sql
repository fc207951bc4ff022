-- When an agent was there, and with how many places: what occupancy is measured by.
create table shifts (
  agent_id uuid not null references agents on delete cascade,
  status text not null check (status in ('online', 'away')),
  max_chats integer not null,
  from_at timestamptz not null,
  -- Null: it goes on.
  to_at timestamptz
);
create unique index shifts_open on shifts (agent_id) where to_at is null;
create index shifts_time on shifts (from_at);
insert into shifts (agent_id, status, max_chats, from_at)
  select id, noticed_status, max_chats, coalesce(status_since, now()) from agents where noticed_status <> 'offline';
