-- How long an app keeps what people have said and sent; null: as long as nobody erases it.
alter table apps add column keep_conversations_days integer check (keep_conversations_days > 0);
alter table apps add column keep_files_days integer check (keep_files_days > 0);
create index conversations_kept on conversations (app_uuid, closed_at) where status = 'closed';
create index attachments_uploader on attachments (uploader_id);
