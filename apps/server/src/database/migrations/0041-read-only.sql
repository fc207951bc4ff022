alter table agents drop constraint agents_role_check;
alter table agents add constraint agents_role_check check (role in ('admin', 'supervisor', 'agent', 'read-only'));
