-- Carriers that somebody showed possession of after signing in, and gave up again; the latest counts.
create table carrier_holder (
  no uuid primary key,
  subject text not null,
  type text not null,
  id text not null,
  held boolean not null,
  at timestamptz not null
);
create index carrier_holder_latest on carrier_holder (subject, type, id, no desc);
create index carrier_subject on carrier (subject) where subject is not null;
