-- How a business deducts the tax of an invoice that it received: 1 goods and expenses, 2 fixed assets, 3 and 4 the same without deduction. The
-- latest row of an invoice counts; without any it is 1.
create table deduction_mark (
  no bigint generated always as identity primary key,
  buyer text not null,
  term text not null,
  number text not null,
  mark smallint not null constraint deduction_mark_mark check (mark between 1 and 4),
  marked_by text not null,
  at timestamptz not null
);
create index deduction_mark_latest on deduction_mark (buyer, term, number, no desc);

-- What a business receives and gives, in the order in which lists and files have it.
create index invoice_seller_order on invoice (seller, date, number);
create index invoice_buyer_order on invoice (buyer, date, number) where buyer <> '0000000000';
drop index invoice_seller;
drop index invoice_buyer;
create index allowance_seller_order on allowance (seller, number);
create index allowance_buyer_order on allowance ((content -> 'Main' -> 'Buyer' ->> 'Identifier'), number);

-- What each seller sold on each day, by kind of buyer, so that sums of a period need not read its invoices. Every request writes what it adds;
-- a schedule folds these rows into one a day. Rows of ended invoices take away what the invoice added.
create table sales_change (
  no bigint generated always as identity primary key,
  term text not null,
  seller text not null,
  date date not null,
  business boolean not null,
  issued bigint not null,
  ended bigint not null,
  sales numeric not null,
  zero_sales numeric not null,
  exempt_sales numeric not null,
  tax numeric not null,
  total numeric not null
);
comment on table sales_change is 'mutable: folded into sales_day';
create index sales_change_seller on sales_change (seller, term);
create table sales_day (
  term text not null,
  seller text not null,
  date date not null,
  business boolean not null,
  issued bigint not null,
  ended bigint not null,
  sales numeric not null,
  zero_sales numeric not null,
  exempt_sales numeric not null,
  tax numeric not null,
  total numeric not null,
  constraint sales_day_key primary key (seller, term, date, business)
);
comment on table sales_day is 'mutable: sums';

-- What one version of an invoice counts as: issued and standing, or ended.
create view invoice_figures as
  select i.term, i.number, i.version, i.seller, i.date, i.buyer <> '0000000000' as business,
    (readable(i.content) ->> 'sales')::numeric as sales, coalesce((readable(i.content) ->> 'zeroSales')::numeric, 0) as zero_sales,
    coalesce((readable(i.content) ->> 'exemptSales')::numeric, 0) as exempt_sales, (readable(i.content) ->> 'tax')::numeric as tax,
    (readable(i.content) ->> 'total')::numeric as total
  from invoice i;

-- What is there already.
insert into sales_day (term, seller, date, business, issued, ended, sales, zero_sales, exempt_sales, tax, total)
select term, seller, date, business, count(*) filter (where not over), count(*) filter (where over), coalesce(sum(sales) filter (where not over), 0),
  coalesce(sum(zero_sales) filter (where not over), 0), coalesce(sum(exempt_sales) filter (where not over), 0),
  coalesce(sum(tax) filter (where not over), 0), coalesce(sum(total) filter (where not over), 0)
from (
  select f.*, exists (select 1 from invoice_action a where a.term = f.term and a.number = f.number and a.version = f.version
      and a.kind in ('cancel', 'void', 'reject')) as over
  from invoice_figures f
  where not exists (select 1 from invoice n where n.term = f.term and n.number = f.number and n.version > f.version)) as figures
group by term, seller, date, business;
