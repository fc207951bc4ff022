-- Figures of today that miss their target, each since it was told; of no group: of all of them. Gone when it is met again.
create table breaches (
  group_id uuid references groups on delete cascade,
  figure text not null,
  since timestamptz not null,
  unique nulls not distinct (group_id, figure)
);
