-- Who has the chat's connection open, by the node that holds it. It is written every minute and forgotten with a crash.
create unlogged table live_visitors (
  visitor_id uuid not null,
  node uuid not null,
  since timestamptz not null,
  until timestamptz not null,
  primary key (visitor_id, node)
);
