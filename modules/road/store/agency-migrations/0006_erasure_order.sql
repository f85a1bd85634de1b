-- Archives follow erasures in their order. Erasures are written one at a time (lockErasure), so a later one never has a smaller number.
alter table message_erasure add column seq bigint generated always as identity;
create unique index message_erasure_seq on message_erasure (seq);
