-- Where a certificate stands in a status list of its agency, when it ends, and the text of its compact form. Those of before have no place in a list.
create table certificate_entry (
  code text primary key references certificate on delete cascade,
  list text,
  idx integer,
  expires_at timestamptz,
  remind_at timestamptz,
  compact text,
  unique (list, idx)
);
create index certificate_ending on certificate_entry (remind_at) where remind_at is not null;
insert into certificate_entry (code, expires_at, remind_at)
select code, to_timestamp((claims ->> 'exp')::bigint), to_timestamp((claims ->> 'exp')::bigint) - interval '30 days' from (
  select code, convert_from(decode(rpad(body, (length(body) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb as claims
  from (select code, translate(split_part(token, '.', 2), '-_', '+/') as body from certificate) part) read;

-- Suspended, resumed, revoked by an officer, with the reason; the last one counts.
create table certificate_standing (
  code text not null references certificate on delete cascade,
  n integer not null,
  state text not null check (state in ('suspended', 'resumed', 'revoked')),
  reason text not null,
  officer text not null,
  at timestamptz not null,
  primary key (code, n)
);

-- The seals' certificates that ever signed one, and those above them: what a compact form is checked with.
create table certificate_signer (
  fingerprint text primary key,
  certificate text not null,
  at timestamptz not null
);

-- Holders who were told that a certificate ends soon.
create table certificate_reminder (
  code text primary key references certificate on delete cascade,
  at timestamptz not null
);
