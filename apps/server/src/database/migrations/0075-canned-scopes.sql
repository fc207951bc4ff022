-- A canned response is everybody's, a group's or one agent's, perhaps in one language, perhaps with files.
alter table canned_responses
  add column agent_id uuid references agents on delete cascade,
  add column group_id uuid references groups on delete cascade,
  add column language text,
  add column attachments jsonb not null default '[]',
  add column uses bigint not null default 0,
  add check (agent_id is null or group_id is null);

-- The same shortcut may be somebody's own, a group's, or of another language.
alter table canned_responses drop constraint canned_responses_shortcut_key;
create unique index canned_responses_shortcut on canned_responses (
  shortcut,
  coalesce(agent_id, '00000000-0000-0000-0000-000000000000'),
  coalesce(group_id, '00000000-0000-0000-0000-000000000000'),
  coalesce(language, '')
);
