-- Members that joined while the platform ran: whose agency may have keys certified in their name. The newest row of an agency counts.
create table admitted_member (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  agency text not null,
  -- CLASS/CODE
  member text not null,
  present boolean not null
);
create index admitted_member_key on admitted_member (agency, seq desc);
