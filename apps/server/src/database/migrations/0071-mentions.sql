-- Who was named in a note, and whether they have seen it. The words are in the note.
create table mentions (
  id uuid primary key,
  agent_id uuid not null references agents on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  seq bigint not null,
  at timestamptz not null,
  read_at timestamptz,
  unique (conversation_id, seq, agent_id)
);
create index mentions_agent on mentions (agent_id, id);
create index mentions_unread on mentions (agent_id, conversation_id) where read_at is null;
