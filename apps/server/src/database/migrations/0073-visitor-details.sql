-- What agents see of a visitor beside the conversation.
alter table visitors add column user_agent text;

-- Where a visitor was; each visitor's newest ones (visitors/profile-store.ts).
create table visitor_pages (
  visitor_id uuid not null references visitors on delete cascade,
  at timestamptz not null,
  url text not null,
  title text
);
create index visitor_pages_newest on visitor_pages (visitor_id, at);

-- What agents write about a person.
create table visitor_notes (
  visitor_id uuid primary key references visitors on delete cascade,
  text text not null,
  by_name text,
  at timestamptz not null
);
