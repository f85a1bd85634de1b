-- Services that agencies run themselves, as they describe themselves, and what they tell of applications there.
create table service (
  id text primary key,
  client uuid not null,
  agency text not null,
  page jsonb not null,
  version integer not null,
  at timestamptz not null,
  ended_at timestamptz,
  suspended text
);
comment on table service is 'mutable: the newest page of a service, whether it has ended, and why it is suspended';

-- Each page that a service ever had.
create table service_page (
  service text not null references service,
  version integer not null,
  page jsonb not null,
  at timestamptz not null,
  primary key (service, version)
);

-- Where an application stands; always derivable from what was told.
create table application (
  service text not null references service,
  reference text not null,
  subject text not null,
  state text not null,
  event text not null,
  due date,
  link text,
  at timestamptz not null,
  begun_at timestamptz not null,
  -- its place in the list of its person
  seq bigint generated always as identity,
  primary key (service, reference)
);
comment on table application is 'mutable: projection of application_event; gone with it';
create index application_subject on application (subject, seq desc);
create index application_ended on application (at) where state in ('granted', 'refused', 'withdrawn', 'closed');

-- What happened in applications, as their service told it: the same event is told once.
create table application_event (
  service text not null,
  reference text not null,
  event text not null,
  n integer not null,
  state text not null,
  channel text,
  due date,
  link text,
  at timestamptz not null,
  told_at timestamptz not null,
  primary key (service, reference, event),
  unique (service, reference, n),
  foreign key (service, reference) references application on delete cascade
);
comment on table application_event is 'mutable: goes with its application when the time that its service keeps it is over';
create index application_event_month on application_event (at);
