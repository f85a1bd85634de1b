-- Messages that came after the day until which they had to be here (VAT Act articles 32-1 and 48-2). They were taken; this is the mark.
create table late_message (
  no bigint generated always as identity primary key,
  about text not null,
  kind text not null,
  term text not null,
  number text not null,
  seller text not null,
  due date not null,
  package uuid not null
);
create index late_message_term on late_message (term, no);
create index late_message_seller on late_message (seller, term, no);
