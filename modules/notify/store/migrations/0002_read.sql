-- That the person read a message; a row of its own, so that messages stay as they were sent.
create table message_read (
  message_id uuid primary key references message,
  at timestamptz not null
);
