-- Winning numbers of the cloud draw: some four million a period. A list holds them from when it is entered; they are public once it is.
create table cloud_number (
  term text not null,
  number text not null,
  digest text not null,
  amount integer not null,
  constraint cloud_number_key primary key (term, number, digest, amount)
);
insert into cloud_number (term, number, digest, amount)
select distinct e.term, n.number, e.digest, (g.item ->> 'amount')::int
from (select distinct on (term, digest) term, digest, list from draw_entry order by term, digest, no) e
cross join lateral json_array_elements(coalesce(e.list -> 'cloud', '[]')) as g(item)
cross join lateral json_array_elements_text(g.item -> 'numbers') as n(number);
update draw_entry set list = (list::jsonb - 'cloud')::json where list::jsonb ? 'cloud';
update draw_publication set list = (list::jsonb - 'cloud')::json where list::jsonb ? 'cloud';

-- Statements that had to read whole tables.
-- without a list of entries that are still to be sorted in, whose length makes plans prefer the table
create index sender_sellers on sender using gin (sellers) with (fastupdate = off);
create index used_signature_at on used_signature (at);
create index invoice_seller on invoice (seller, date);
create index invoice_buyer on invoice (buyer, date) where buyer <> '0000000000';
