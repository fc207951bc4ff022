-- Episodes of days and months that are over, counted: what reports of a long range are made of. See docs/decisions/051-tallies.md.
create table tallies (
  -- Days of UTC, counted from 1970: the first one, and the one after the last. One day, or a whole month.
  day integer not null,
  until integer not null,
  dimension text not null,
  -- Which app, group, agent and so on; null: none.
  key text,
  -- What the bytes mean; rows of another form are made anew.
  form smallint not null,
  figures bytea not null,
  slots bytea not null,
  unique nulls not distinct (dimension, day, until, key)
);

-- Days of which an episode has changed since they were counted, or perhaps before: only whoever counts takes these away, those
-- that they saw together with the change. Rows are only added, so that nobody waits for anybody.
create table stale_days (
  id bigint generated always as identity primary key,
  day integer not null
);
create index stale_days_day on stale_days (day);

create function day_of(moment timestamptz) returns integer
language sql immutable parallel safe as $$
  select floor(extract(epoch from moment) / 86400)::integer
$$;

create function mark_stale_day() returns trigger language plpgsql as $$
begin
  insert into stale_days (day) values (day_of(case when tg_op = 'DELETE' then old.started_at else new.started_at end));
  return null;
end
$$;
-- Today is not counted yet, so what happens today costs nothing.
create trigger episode_comes after insert on episodes for each row
  when (new.started_at < date_trunc('day', now(), 'UTC')) execute function mark_stale_day();
create trigger episode_changes after update on episodes for each row
  when (new.started_at < date_trunc('day', now(), 'UTC') and new is distinct from old) execute function mark_stale_day();
create trigger episode_goes after delete on episodes for each row
  when (old.started_at < date_trunc('day', now(), 'UTC')) execute function mark_stale_day();

-- Reports are broken down by tags, languages and places as they are now.
create function mark_days_of_conversation() returns trigger language plpgsql as $$
begin
  insert into stale_days (day) select distinct day_of(started_at) from episodes
    where conversation_id = new.id and started_at < date_trunc('day', now(), 'UTC');
  return null;
end
$$;
create trigger conversation_is_labelled after update of tags, language on conversations for each row
  when (new.tags is distinct from old.tags or new.language is distinct from old.language)
  execute function mark_days_of_conversation();

create function mark_days_of_visitor() returns trigger language plpgsql as $$
begin
  insert into stale_days (day) select distinct day_of(e.started_at) from conversations c
    join episodes e on e.conversation_id = c.id
    where c.visitor_id = new.id and e.started_at < date_trunc('day', now(), 'UTC');
  return null;
end
$$;
create trigger visitor_speaks_otherwise after update of language, time_zone on visitors for each row
  when (new.language is distinct from old.language or new.time_zone is distinct from old.time_zone)
  execute function mark_days_of_visitor();
