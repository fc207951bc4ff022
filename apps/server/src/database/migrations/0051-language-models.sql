-- The language model of an app; an app without a row has none, and nothing of it leaves the installation.
alter table bots drop constraint bots_kind_check;
alter table bots add constraint bots_kind_check
  check (kind in ('off', 'flow', 'knowledge', 'webhook', 'model'));

create table language_models (
  app_uuid uuid primary key references apps on delete cascade,
  base_url text not null,
  model text not null,
  -- Sealed; null: the server wants none.
  api_key text,
  masks boolean not null,
  tokens_per_month bigint not null check (tokens_per_month > 0),
  cost_per_month double precision check (cost_per_month >= 0),
  -- Of a million tokens, in whatever currency the operator counts.
  input_price double precision not null check (input_price >= 0),
  output_price double precision not null check (output_price >= 0),
  failed_at timestamptz,
  failure text
);

create table model_usage (
  app_uuid uuid not null references apps on delete cascade,
  day date not null,
  purpose text not null,
  requests integer not null,
  failures integer not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cost double precision not null,
  primary key (app_uuid, day, purpose)
);
