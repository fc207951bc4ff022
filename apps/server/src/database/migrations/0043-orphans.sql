alter table attachments
  -- It stands in a message; see sweep-orphans.ts.
  add column is_kept boolean not null default false;
create index attachments_unused on attachments (created_at) where uploader_type = 'user' and not is_kept;
create index messages_uploads on messages (split_part(content ->> 'url', '/', 3)) where type in ('image', 'file');
