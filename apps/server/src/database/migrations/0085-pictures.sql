-- Where an agent's picture is, among the uploads.
alter table agents add column picture text;
