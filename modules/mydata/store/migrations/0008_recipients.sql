-- What a client of the eID wants to be given of people's data: each change is a version of its own. Append-only.
create table data_application (
  client text not null,
  version integer not null,
  -- how the client and its organisation were called then, in each language
  name jsonb not null,
  organisation jsonb not null,
  terms jsonb not null,
  applied_by text not null,
  at timestamptz not null,
  primary key (client, version)
);
create index data_application_applicant on data_application (applied_by, at desc);

create table data_decision (
  seq bigint generated always as identity primary key,
  client text not null,
  version integer not null,
  decision text not null constraint data_decision_known check
    (decision in ('approved', 'refused', 'warned', 'suspended', 'resumed', 'ended')),
  officer text not null,
  reason text not null,
  at timestamptz not null,
  foreign key (client, version) references data_application
);
create index data_decision_client on data_decision (client, seq desc);

-- What a recipient asks one person for. `digest` is of what was asked: the same key with something else is refused.
create table data_request (
  id uuid primary key,
  client text not null,
  version integer not null,
  key text not null,
  digest bytea not null,
  kind text not null constraint data_request_kind check (kind in ('once', 'standing')),
  sets jsonb not null,
  -- of a standing consent: so many answers within so many days, for so many months
  answers integer,
  days integer,
  months integer,
  retention_days integer not null,
  redirect_uri text not null,
  state text not null,
  -- SHA-256 of what only the recipient knows, in base64url (RFC 7636)
  challenge text not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  constraint data_request_once unique (client, key),
  foreign key (client, version) references data_application
);
create index data_request_client on data_request (client, at desc);

-- The person's answer. `subject` is whose data it is, `actor` who answered: another person where a mandate says so.
create table data_consent (
  id uuid primary key references data_request,
  client text not null,
  subject text not null,
  actor text not null,
  mandate uuid,
  lang text not null,
  -- what was agreed to; null where the person refused
  sets jsonb,
  at timestamptz not null,
  code_until timestamptz not null,
  until timestamptz not null
);
create index data_consent_subject on data_consent (subject, id desc);
create index data_consent_actor on data_consent (actor, id desc);
create index data_consent_client on data_consent (client, id desc);
create index data_consent_until on data_consent (until);

create table data_consent_end (
  id uuid primary key references data_consent,
  reason text not null constraint data_consent_end_reason check (reason in ('withdrawn', 'recipient-ended')),
  actor text not null,
  at timestamptz not null,
  -- until when the recipient is to say that it has erased what it had
  erase_by timestamptz not null
);
create table data_erased (
  id uuid primary key references data_consent_end,
  at timestamptz not null
);
create table data_reminder (
  id uuid primary key references data_consent,
  at timestamptz not null
);

-- Each time that a recipient was given data, or was to be.
create table data_delivery (
  id uuid primary key,
  consent uuid not null references data_consent,
  at timestamptz not null,
  outcome text not null constraint data_delivery_outcome check (outcome in ('open', 'delivered', 'failed')),
  sets jsonb not null
);
comment on table data_delivery is 'mutable: open until all its data has come, or some has not';
create index data_delivery_consent on data_delivery (consent, at desc);

-- Ids of assertions by which recipients prove who they are: inserting is using (ADR 117).
create table assertion_used (
  client text not null,
  jti text not null,
  expires_at timestamptz not null,
  constraint assertion_once primary key (client, jti)
);
comment on table assertion_used is 'mutable: purged when the assertion would not count any more';
create index assertion_used_expiry on assertion_used (expires_at);

create view application_now as
  select a.*, d.decision, d.reason,
    exists (select 1 from data_decision o where o.client = a.client and o.version = a.version and o.decision = 'approved') as was_approved,
    case s.decision when 'suspended' then 'suspended' when 'ended' then 'ended' else 'active' end as standing
  from data_application a
  left join lateral (select o.decision, o.reason from data_decision o
    where o.client = a.client and o.version = a.version order by o.seq desc limit 1) d on true
  -- a version that is approved lifts no suspension, but begins anew after an end
  left join lateral (select o.decision from data_decision o where o.client = a.client and (o.decision in ('suspended', 'resumed', 'ended')
      or o.decision = 'approved' and (select p.decision from data_decision p where p.client = o.client and p.seq < o.seq
        and p.decision in ('suspended', 'resumed', 'ended') order by p.seq desc limit 1) is distinct from 'suspended')
    order by o.seq desc limit 1) s on true;

create view consent_now as
  select c.*, r.kind, r.answers, r.days, r.challenge, r.retention_days, e.reason as end_reason, e.at as ended_at, e.erase_by,
    x.at as erased_at,
    (select count(*)::int from data_delivery d where d.consent = c.id and d.outcome = 'delivered') as delivered
  from data_consent c join data_request r on r.id = c.id
  left join data_consent_end e on e.id = c.id left join data_erased x on x.id = c.id;
