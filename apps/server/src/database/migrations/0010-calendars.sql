create table calendars (
  id uuid primary key,
  name text not null unique,
  time_zone text not null,
  hours jsonb not null,
  holidays jsonb not null,
  created_at timestamptz not null
);
