-- Where a business sells and in which trade, as its sender stated it. Of the statements whose day has come the last one counts.
create table seller_place (
  no bigint generated always as identity primary key,
  ban text not null,
  township text not null constraint seller_place_township check (township ~ '^\d{8}$'),
  -- a division of the Standard Industrial Classification
  trade text not null constraint seller_place_trade check (trade ~ '^\d{2}$'),
  since date not null,
  sender text not null,
  at timestamptz not null
);
create index seller_place_latest on seller_place (ban, since desc, no desc);
-- Valid invoices to consumers.
create view consumer_sale as
  select i.term, i.date, i.seller, i.total, left(readable(i.content) ->> 'time', 2) as hour,
    case when i.carrier_type = '3J0002' then 'mobile-barcode' when i.carrier_type is not null then 'other-carrier'
      when readable(i.content) ->> 'donatedTo' is not null then 'donated' else 'none' end as carrier
  from invoice i
  where i.buyer = '0000000000'
    and not exists (select 1 from invoice n where n.term = i.term and n.number = i.number and n.version > i.version)
    and not exists (select 1 from invoice_action a where a.term = i.term and a.number = i.number and a.version = i.version
      and a.kind in ('cancel', 'void', 'reject'));
