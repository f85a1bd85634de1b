-- Policies that recipients name in what they apply for: each change is a revision of its own; without a body it was deleted. Append-only.
create table data_policy (
  id uuid not null,
  revision integer not null,
  client text not null,
  body jsonb,
  at timestamptz not null,
  primary key (id, revision)
);
create index data_policy_client on data_policy (client, id);

-- A consent that its person also signed with the key of a card. Append-only.
create table data_signature (
  consent uuid primary key references data_consent,
  signature jsonb not null,
  at timestamptz not null
);

-- How a person was asked: on the page to which a recipient sent them, or by a program of their own, without a code that comes back.
alter table data_request add column way text not null default 'page' constraint data_request_way check (way in ('page', 'direct'));

create or replace view consent_now as
  select c.*, r.kind, r.answers, r.days, r.challenge, r.retention_days, e.reason as end_reason, e.at as ended_at, e.erase_by,
    x.at as erased_at,
    (select count(*)::int from data_delivery d where d.consent = c.id and d.outcome = 'delivered') as delivered,
    r.version, r.way, s.signature
  from data_consent c join data_request r on r.id = c.id
  left join data_consent_end e on e.id = c.id left join data_erased x on x.id = c.id left join data_signature s on s.consent = c.id;
