alter table apps add constraint apps_calendar foreign key (calendar_id) references calendars;
alter table groups add constraint groups_calendar foreign key (calendar_id) references calendars;
create index apps_calendar on apps (calendar_id) where calendar_id is not null;
create index groups_calendar on groups (calendar_id) where calendar_id is not null;

-- The hours that the visitor's page gives, in the text form; null: those of group and app.
alter table visitor_sessions add column page_hours text;
alter table conversations
  add column page_hours text,
  -- Left as a message: nobody is sought for it before it opens.
  add column waits_for_opening boolean not null default false;
create index conversations_for_opening on conversations (app_uuid, group_id) where waits_for_opening;
