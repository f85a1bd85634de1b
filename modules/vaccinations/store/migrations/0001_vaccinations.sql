-- The children of whom somebody saw what is due, each under an id that stands in addresses and bookings in place of the national id.
create table child (
  id uuid primary key,
  subject text not null,
  national_id text not null,
  name text not null,
  seen_at timestamptz not null,
  constraint child_once unique (subject, national_id)
);
comment on table child is 'mutable: a child is forgotten a year after its due list was last looked at';
