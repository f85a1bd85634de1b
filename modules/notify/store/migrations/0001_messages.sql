create table message (
  id uuid primary key,
  key text not null unique,
  recipient text not null,
  channel text not null constraint message_channel check (channel in ('mail', 'message')),
  template text not null,
  params jsonb not null,
  link text,
  at timestamptz not null
);
create index message_recipient on message (recipient, id desc);
