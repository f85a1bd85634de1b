-- An invoice is unique in its period alone: letters are used again in later years. Items stand in the row (content), as signed.
create table invoice (
  term text not null,
  number text not null,
  date date not null,
  seller text not null,
  buyer text not null,
  carrier_type text,
  carrier_id text,
  -- in a carrier or donated when it was issued: takes part in the cloud draw
  cloud boolean not null,
  total bigint not null,
  package uuid not null,
  content json not null,
  constraint invoice_key primary key (term, number)
) partition by list (term);
create index invoice_carrier on invoice (carrier_id, date) where carrier_id is not null;

-- What happened to an invoice: cancelled, voided, rejected, confirmed. It may arrive before the invoice does.
create table invoice_action (
  term text not null,
  number text not null,
  kind text not null constraint invoice_action_kind check (kind in ('cancel', 'void', 'reject', 'confirm', 'cancel-confirm', 'reject-confirm')),
  seller text not null,
  package uuid not null,
  content json not null,
  constraint invoice_action_key primary key (term, number, kind)
) partition by list (term);

create table allowance (
  term text not null,
  seller text not null,
  number text not null,
  package uuid not null,
  content json not null,
  constraint allowance_key primary key (term, seller, number)
) partition by list (term);

create table allowance_action (
  term text not null,
  seller text not null,
  number text not null,
  kind text not null constraint allowance_action_kind check (kind in ('cancel', 'confirm', 'cancel-confirm')),
  package uuid not null,
  content json not null,
  constraint allowance_action_key primary key (term, seller, number, kind)
) partition by list (term);

-- Numbers: assigned to a seller, handed on to a branch, left blank.
create table number_range (
  term text not null,
  kind text not null constraint number_range_kind check (kind in ('assigned', 'branch', 'blank')),
  track text not null,
  first text not null,
  last text not null,
  holder text not null,
  package uuid not null,
  content json not null,
  constraint number_range_key primary key (term, kind, track, first)
);

-- A request that was taken in: its digest, by whom, what came of it. The answer is given again to the same key.
create table package (
  id uuid primary key,
  sender text not null,
  key text not null,
  digest text not null,
  kind text not null,
  received_at timestamptz not null,
  answer json not null,
  constraint package_key unique (sender, key)
);

-- Who may send: a shop or its agent, by token or by certificate (both as SHA-256), for which sellers ('*' for all).
create table sender (
  id text primary key,
  name text not null,
  sellers text[] not null,
  token_sha256 text unique,
  certificate_sha256 text unique,
  since timestamptz not null
);
create table sender_end (id text primary key references sender (id), at timestamptz not null);

-- Makes the partitions of a period. Owned by the migrator, since the role that serves requests makes no tables.
create function open_period(wanted text) returns void language plpgsql security definer set search_path from current as $$
declare parent text;
begin
  if wanted !~ '^\d{3}(02|04|06|08|10|12)$' then raise exception 'not a period: %', wanted; end if;
  perform pg_advisory_xact_lock(hashtext(current_schema()), hashtext('open_period'));
  foreach parent in array array['invoice', 'invoice_action', 'allowance', 'allowance_action'] loop
    if to_regclass(format('%I', parent || '_' || wanted)) is null then
      execute format('create table %I (like %I including all)', parent || '_' || wanted, parent);
      execute format('alter table %I attach partition %I for values in (%L)', parent, parent || '_' || wanted, wanted);
    end if;
  end loop;
end $$;
