-- What the knowledge bot answers from, and what is on the help page.
create table articles (
  id uuid primary key,
  app_uuid uuid not null references apps on delete cascade,
  title text not null,
  body text not null,
  -- Ways to ask for it; the classifier learns from them and from the title.
  questions text[] not null,
  language text,
  is_published boolean not null,
  -- Names its origin, so that importing it again changes it instead of doubling it.
  source text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index articles_app on articles (app_uuid, id);
create unique index articles_source on articles (app_uuid, source) where source is not null;

-- Without a language's own word forms: it is one index for all languages, and the classifier knows pieces of words.
create function article_words(title text, questions text[], body text) returns tsvector
language sql immutable parallel safe as $$
  select setweight(to_tsvector('simple', title), 'A')
    || setweight(to_tsvector('simple', array_to_string(questions, ' ')), 'B')
    || setweight(to_tsvector('simple', body), 'C')
$$;
create index articles_words on articles using gin (article_words(title, questions, body));

create table bot_models (
  app_uuid uuid primary key references apps on delete cascade,
  id uuid not null,
  model bytea not null,
  trained_at timestamptz not null,
  examples integer not null,
  accuracy double precision
);

-- Every answer from an article, and whether it helped.
create table bot_answers (
  id uuid primary key,
  conversation_id uuid not null references conversations on delete cascade,
  article_id uuid not null references articles on delete cascade,
  confidence double precision not null,
  helpful boolean,
  at timestamptz not null
);
create index bot_answers_article on bot_answers (article_id, at);
create index bot_answers_conversation on bot_answers (conversation_id, at desc);

create table unanswered_questions (
  id uuid primary key,
  app_uuid uuid not null references apps on delete cascade,
  conversation_id uuid not null references conversations on delete cascade,
  question text not null,
  -- The best guess, if there was one.
  article_id uuid references articles on delete set null,
  confidence double precision not null,
  at timestamptz not null,
  dismissed_at timestamptz
);
create index unanswered_questions_open on unanswered_questions (app_uuid, at desc) where dismissed_at is null;
