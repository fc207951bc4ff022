-- Who gave a conversation back, or let it wait, does not get it again at once.
alter table conversations add column avoid_agent_id uuid;

-- Whether somebody who speaks these languages can answer in the one that is asked for: pt serves pt-BR, and the other way round.
create function speaks(languages text[], asked text) returns boolean
language sql immutable parallel safe as $$
  select asked is null or exists (
    select from unnest(languages) as l(tag)
    where lower(asked) = lower(tag)
      or starts_with(lower(asked), lower(tag) || '-')
      or starts_with(lower(tag), lower(asked) || '-')
  )
$$;
