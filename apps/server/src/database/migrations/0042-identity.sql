alter table apps
  -- Still proves who visitors are, until the customer's site signs with the new one.
  add column previous_identity_secret text,
  add column identity_policy text not null default 'optional'
    check (identity_policy in ('optional', 'strict', 'required'));
