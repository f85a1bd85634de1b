-- Who does what only one process may do, until when, and the how-many-eth holder that is: a former one writes nothing any more.
create table kernel_lease (
  name text primary key,
  holder uuid not null,
  fence bigint not null,
  until timestamptz not null
);
comment on table kernel_lease is 'mutable: renewed by its holder, taken over when its time is over';
