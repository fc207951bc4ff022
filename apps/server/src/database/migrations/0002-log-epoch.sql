-- The name of the log of messages, and by what its body is known; one row.
create table log_epoch (
  id integer primary key default 1 check (id = 1),
  epoch text not null,
  fingerprint text not null
);

-- Another one after a restore: a dump makes new tables, perhaps in a new database of a new cluster; a base backup that
-- becomes a server of its own begins a new timeline, and so does a standby that takes over.
create function log_fingerprint() returns text
language sql stable as $$
  select concat_ws('/',
    case when has_function_privilege('pg_control_system()', 'execute') then
      (select system_identifier::text from pg_control_system()) end,
    case when has_function_privilege('pg_control_checkpoint()', 'execute') then
      (select timeline_id::text from pg_control_checkpoint()) end,
    (select oid::text from pg_database where datname = current_database()),
    'messages'::regclass::oid::text)
$$;
