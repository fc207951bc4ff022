-- What is put aside, or does not count because the visitor is silent, is looked at as soon as the visitor writes. A condition
-- of the trigger costs a message next to nothing; its function runs for such conversations only.
create function wake_conversation() returns trigger language plpgsql as $$
begin
  new.due_at = to_timestamp(0);
  if new.status = 'snoozed' then new.snoozed_until = to_timestamp(0); end if;
  return new;
end
$$;
create trigger conversations_wake before update on conversations for each row
  when (new.agent_unread > old.agent_unread and (new.status = 'snoozed' or new.parked_at is not null))
  execute function wake_conversation();
