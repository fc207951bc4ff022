-- Clients name their messages with the time in front (UUIDv7), so each new one comes last in an index that begins with the
-- name: a page that every message shares, instead of one of each conversation, cold where it was silent for long.

-- All at once, in the order in which storing takes them: whoever is between the two would wait for this, and this for them.
lock table conversations, messages in access exclusive mode;

create unique index messages_repeats on messages (client_id, conversation_id);
drop index messages_client;
alter index messages_repeats rename to messages_client;

-- The unique one of a visitor's names begins with the same column; what one visitor has is sorted as it is read.
drop index conversations_visitor;
