-- What indicators are counted from: that something happened, in which service, and no word of whom. Once a case and kind, but for work.
create table case_measure (
  seq bigint generated always as identity primary key,
  case_id uuid not null,
  service text not null,
  kind text not null constraint case_measure_kind check (kind in ('begun', 'submitted', 'decided', 'worked', 'rated')),
  -- how it came in; of `submitted`
  channel text,
  -- of `decided`, and how many hours after the submission
  granted boolean,
  hours double precision,
  -- how long an officer had the case open before they acted; of `worked`
  minutes real,
  -- 1 to 5, of `rated`
  score smallint constraint case_measure_score check (score between 1 and 5),
  at timestamptz not null
);
create unique index case_measure_once on case_measure (case_id, kind) where kind <> 'worked';
create index case_measure_month on case_measure (at, service);

-- Of cases from before: what their rows and chains say. Nobody measured work, and nobody was asked whether they were content.
insert into case_measure (case_id, service, kind, at)
select id, service, 'begun', created_at from case_index;
insert into case_measure (case_id, service, kind, channel, at)
select i.id, i.service, 'submitted',
  case when exists (select from case_notice n where n.case_id = i.id) then 'notice' when i.filer is not null and i.mandate is null then 'counter' else 'online' end,
  i.submitted_at
from case_index i where i.submitted_at is not null;
insert into case_measure (case_id, service, kind, granted, hours, at)
select i.id, i.service, 'decided', i.granted, extract(epoch from e.at - i.submitted_at) / 3600, e.at
from case_index i
join lateral (select min(a.at) as at from case_action a where a.case_id = i.id and a.type in ('decided', 'ended')) e on e.at is not null
where i.granted is not null and i.submitted_at is not null;
