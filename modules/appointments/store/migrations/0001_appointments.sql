-- Who comes to which counter for what. Append-only, as what happened to it.
create table booking (
  id uuid primary key,
  key text not null unique,
  counter text not null,
  subject text not null,
  name text not null,
  service text,
  created_at timestamptz not null
);
create index booking_subject on booking (subject, id desc);

create table booking_step (
  booking uuid not null references booking,
  n integer not null,
  step text not null constraint booking_step_kind check (step in ('booked', 'moved', 'cancelled', 'closed', 'called', 'came', 'missed')),
  starts_at timestamptz not null,
  actor text not null,
  at timestamptz not null,
  primary key (booking, n)
);
create index booking_step_missed on booking_step (starts_at) where step = 'missed';

-- Whose each place of each time is. The key is what keeps one place from being given twice.
create table slot_hold (
  counter text not null,
  starts_at timestamptz not null,
  place integer not null,
  booking uuid not null unique references booking,
  primary key (counter, starts_at, place)
);
comment on table slot_hold is 'mutable: projection of booking_step; a place that is given back is free';

create table closed_day (
  counter text not null,
  day date not null,
  reason text not null,
  officer text not null,
  at timestamptz not null,
  primary key (counter, day)
);

create table booking_reminder (
  booking uuid not null references booking,
  starts_at timestamptz not null,
  at timestamptz not null,
  primary key (booking, starts_at)
);

-- Bookings with the last thing that happened to each.
create view booking_now as
select b.id, b.key, b.counter, b.subject, b.name, b.service, b.created_at, s.step, s.n, s.starts_at, s.at from booking b
  join lateral (select * from booking_step where booking = b.id order by n desc limit 1) s on true;
