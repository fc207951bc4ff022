-- Search over messages and visitors. What is looked through stands beside the messages and is written aside from them, in
-- batches (search/indexer.ts): an index on the messages themselves would be paid for by everybody who sends one.
create table message_words (
  conversation_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  words tsvector not null,
  primary key (conversation_id, seq)
);
create index message_words_words on message_words using gin (words);
-- Results are shown newest first.
create index message_words_newest on message_words (at, conversation_id, seq);

-- How far each conversation has been read for it.
create table search_progress (
  conversation_id uuid primary key references conversations on delete cascade,
  seq bigint not null
);
-- The word forms that occur: a search asks for those and no others.
create table search_languages (config text primary key);

-- The configuration for a language tag; 'simple' keeps words as they are, and always stands beside it.
create function search_config(language text) returns regconfig
language sql immutable parallel safe as $$
  select case split_part(replace(lower(coalesce(language, '')), '_', '-'), '-', 1)
    when 'ar' then 'arabic' when 'hy' then 'armenian' when 'eu' then 'basque' when 'ca' then 'catalan'
    when 'da' then 'danish' when 'nl' then 'dutch' when 'en' then 'english' when 'fi' then 'finnish'
    when 'fr' then 'french' when 'de' then 'german' when 'el' then 'greek' when 'hi' then 'hindi'
    when 'hu' then 'hungarian' when 'id' then 'indonesian' when 'ga' then 'irish' when 'it' then 'italian'
    when 'lt' then 'lithuanian' when 'ne' then 'nepali' when 'no' then 'norwegian' when 'nb' then 'norwegian'
    when 'nn' then 'norwegian' when 'pt' then 'portuguese' when 'ro' then 'romanian' when 'ru' then 'russian'
    when 'sr' then 'serbian' when 'es' then 'spanish' when 'sv' then 'swedish' when 'ta' then 'tamil'
    when 'tr' then 'turkish' when 'yi' then 'yiddish' else 'simple'
  end::regconfig
$$;

-- What people read in a message; nothing of what the product says by itself.
create function message_text(type text, content jsonb) returns text
language sql immutable parallel safe as $$
  select case type
    when 'text' then content ->> 'text'
    when 'image' then coalesce(content ->> 'name', '') || ' ' || coalesce(content ->> 'alt', '')
    when 'file' then content ->> 'name'
    when 'quick_reply' then coalesce(content ->> 'text', '') || (
      select coalesce(string_agg(' ' || (option ->> 'title'), ''), '') from jsonb_array_elements(content -> 'options') option)
    when 'carousel' then (
      select string_agg(coalesce(card ->> 'title', '') || ' ' || coalesce(card ->> 'subtitle', ''), ' ')
      from jsonb_array_elements(content -> 'cards') card)
  end
$$;

-- As they are written, for beginnings of words and phrases, and in the forms of the language.
create function search_words(config regconfig, said text) returns tsvector
language sql immutable parallel safe as $$
  select case when config = 'simple'::regconfig then to_tsvector('simple', said)
    else to_tsvector('simple', said) || to_tsvector(config, said) end
$$;

-- An address is found by its parts too.
create function visitor_words(name text, email text, phone text, external_id text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector('simple', coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || translate(coalesce(email, ''), '@._-+', '     ')
    || ' ' || coalesce(phone, '') || ' ' || coalesce(external_id, ''))
$$;
-- Visitors of whom nothing is known, which are most, cost nothing here.
create index visitors_words on visitors using gin (visitor_words(name, email, phone, external_id))
  where name is not null or email is not null or phone is not null or external_id is not null;

-- What goes with a conversation goes with its messages.
create or replace function delete_messages() returns trigger language plpgsql as $$
begin
  delete from messages where conversation_id in (select id from gone);
  delete from message_words where conversation_id in (select id from gone);
  return null;
end
$$;
