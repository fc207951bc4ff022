-- What was done to the installation and by whom. Nothing is ever changed or taken out of it: each entry's hash holds the one
-- before, so whoever changes one has to change all that follow.
create table audit_log (
  seq bigint primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('agent', 'key', 'system')),
  actor_id uuid,
  actor_name text,
  address text,
  action text not null,
  object_id text,
  detail jsonb not null,
  hash bytea not null
);
create index audit_log_actor on audit_log (actor_id, seq desc);
create index audit_log_action on audit_log (action, seq desc);
create index audit_log_object on audit_log (object_id, seq desc);
create index audit_log_at on audit_log (at);

create function audit_hash(entry audit_log, before bytea) returns bytea language sql immutable as $$
  select sha256(before || convert_to(jsonb_build_array(
    entry.seq, extract(epoch from entry.at), entry.actor_kind, entry.actor_id, entry.actor_name, entry.address, entry.action,
    entry.object_id, entry.detail
  )::text, 'UTF8'))
$$;

-- One at a time, so that each has one before it.
create function append_audit(
  at_is timestamptz, actor_kind_is text, actor_id_is uuid, actor_name_is text, address_is text, action_is text,
  object_id_is text, detail_is jsonb
) returns void language plpgsql as $$
declare
  last audit_log;
  entry audit_log;
begin
  perform pg_advisory_xact_lock(53055);
  select * into last from audit_log order by seq desc limit 1;
  entry := row(coalesce(last.seq, 0) + 1, date_trunc('milliseconds', at_is), actor_kind_is, actor_id_is, actor_name_is,
    address_is, action_is, object_id_is, detail_is, '');
  entry.hash := audit_hash(entry, coalesce(last.hash, ''));
  insert into audit_log select (entry).*;
end
$$;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only.';
end
$$;
create trigger audit_keeps_entries before update or delete on audit_log
  for each row execute function audit_is_append_only();
create trigger audit_keeps_all before truncate on audit_log
  for each statement execute function audit_is_append_only();
