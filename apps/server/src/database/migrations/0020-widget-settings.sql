-- What an app sets for its widget beside its looks; see `widget.ts` of the protocol. What is not set is not in it.
alter table apps add column widget jsonb not null default '{}';
