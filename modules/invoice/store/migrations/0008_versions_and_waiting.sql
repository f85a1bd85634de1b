-- An invoice that was voided is issued again under its number: the next version. What happens to an invoice happens to one version of it.
alter table invoice add column version smallint not null default 1;
alter table invoice drop constraint invoice_key;
alter table invoice add constraint invoice_key primary key (term, number, version);
alter table invoice_action add column version smallint not null default 1;
alter table invoice_action drop constraint invoice_action_key;
alter table invoice_action add constraint invoice_action_key primary key (term, number, kind, version);

-- What an allowance takes off each of its invoices, with tax, by the invoice.
create table allowance_share (
  term text not null,
  number text not null,
  allowance_term text not null,
  seller text not null,
  allowance text not null,
  amount numeric not null,
  package uuid not null,
  constraint allowance_share_key primary key (term, number, allowance_term, allowance)
) partition by list (term);

-- Messages about an invoice or allowance that is not there yet, and what became of them when it came. `message` is the row that waits.
create table waiting_message (
  no bigint generated always as identity primary key,
  waits_for text not null constraint waiting_message_waits_for check (waits_for in ('invoice', 'cancel', 'reject', 'allowance', 'allowance-cancel')),
  term text not null,
  number text not null,
  seller text not null,
  row_key text not null,
  date date not null,
  sender text not null,
  kind text not null,
  package uuid not null,
  received_at timestamptz not null,
  message json not null,
  outcome text constraint waiting_message_outcome check (outcome in ('taken', 'refused', 'expired')),
  code text,
  settled_at timestamptz
);
comment on column waiting_message.waits_for is 'mutable: an allowance of two invoices waits for one after the other';
comment on column waiting_message.term is 'mutable: of what it waits for';
comment on column waiting_message.number is 'mutable: of what it waits for';
comment on column waiting_message.outcome is 'mutable: written once, when it is settled';
comment on column waiting_message.code is 'mutable: written once, when it is settled';
comment on column waiting_message.settled_at is 'mutable: written once, when it is settled';
create index waiting_message_open on waiting_message (term, number) where outcome is null;
create index waiting_message_age on waiting_message (received_at) where outcome is null;
create index waiting_message_key on waiting_message (row_key) where outcome is null;
create index waiting_message_settled on waiting_message (sender, settled_at) where outcome is not null;

create or replace function open_period(wanted text) returns void language plpgsql security definer set search_path from current as $$
declare parent text;
begin
  if wanted !~ '^\d{3}(02|04|06|08|10|12)$' then raise exception 'not a period: %', wanted; end if;
  perform pg_advisory_xact_lock(hashtext(current_schema()), hashtext('open_period'));
  foreach parent in array array['invoice', 'invoice_action', 'allowance', 'allowance_action', 'allowance_share'] loop
    if to_regclass(format('%I', parent || '_' || wanted)) is null then
      execute format('create table %I (like %I including all)', parent || '_' || wanted, parent);
      execute format('alter table %I attach partition %I for values in (%L)', parent, parent || '_' || wanted, wanted);
    end if;
  end loop;
end $$;
select open_period(substr(relname, 9)) from pg_class
where relnamespace = current_schema()::regnamespace and relname ~ '^invoice_\d{5}$';

-- Before, a message acted on whatever had its number. What was about nothing, or about another shop's invoice, waits from now on.
insert into waiting_message (waits_for, term, number, seller, row_key, date, sender, kind, package, received_at, message)
select 'invoice', a.term, a.number, a.seller, concat_ws(' ', 'invoice_action', a.term, a.number, a.kind),
  to_date(a.content ->> 'InvoiceDate', 'YYYYMMDD'), p.sender, p.kind, a.package, p.received_at,
  json_build_object('table', 'invoice_action', 'kind', a.kind, 'term', a.term, 'number', a.number, 'seller', a.seller, 'content', a.content)
from invoice_action a join package p on p.id = a.package
where not exists (select 1 from invoice i where i.term = a.term and i.number = a.number and i.seller = a.seller);
delete from invoice_action a
where not exists (select 1 from invoice i where i.term = a.term and i.number = a.number and i.seller = a.seller);

insert into allowance_share (term, number, allowance_term, seller, allowance, amount, package)
select i.term, i.number, s.allowance_term, s.seller, s.allowance, sum(s.amount), s.package
from (
  select a.term as allowance_term, a.seller, a.number as allowance, a.package, item ->> 'OriginalInvoiceNumber' as number,
    lpad((substr(item ->> 'OriginalInvoiceDate', 1, 4)::int - 1911)::text, 3, '0')
      || lpad(((substr(item ->> 'OriginalInvoiceDate', 5, 2)::int + 1) / 2 * 2)::text, 2, '0') as term,
    (item ->> 'Amount')::numeric + (item ->> 'Tax')::numeric as amount
  from allowance a cross join lateral json_array_elements(a.content -> 'Details' -> 'ProductItem') as item) s
join invoice i on i.term = s.term and i.number = s.number and i.seller = s.seller
group by i.term, i.number, s.allowance_term, s.seller, s.allowance, s.package;
