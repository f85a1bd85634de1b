-- How many people live in a county, as the household register counted them.
create table population_count (
  county text primary key,
  people integer not null,
  at timestamptz not null
);
comment on table population_count is 'mutable: the newest count';

-- Active cards are counted by the office of their order.
create index card_active on card (card_order) where state = 'active';
