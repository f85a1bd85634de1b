-- An act of assigning numbers: its ranges are rows of number_range, kind 'assigned', under its id. `no` counts in the order of commits, so that
-- whoever fetches what is new after a number misses nothing.
create table assignment (
  no bigint generated always as identity primary key,
  id uuid not null unique,
  key text not null unique,
  digest text not null,
  assigned_by text not null,
  at timestamptz not null
);
create index number_range_holder on number_range (holder, term);
create index number_range_branch on number_range ((content ->> 'BranchBan'), term) where kind in ('branch', 'blank');
create index number_range_package on number_range (package) where kind = 'assigned';

-- What a sender sent in a day.
create index package_day on package (sender, received_at);
