-- The public log: entries and full tiles are only ever added; a checkpoint replaces the one that it continues.
create table log_frames (
  first bigint primary key,
  count int not null check (count between 1 and 256 and first % 256 + count <= 256),
  frames bytea not null,
  fence bigint not null
);
alter table log_frames alter column frames set storage external;

create table log_tile (
  level smallint not null,
  index bigint not null,
  hashes bytea not null check (length(hashes) = 8192),
  root bytea not null check (length(root) = 32),
  fence bigint not null,
  primary key (level, index)
);
alter table log_tile alter column hashes set storage external;

-- `shown` is the newest checkpoint with what the witnesses signed of it: the one that readers see.
create table log_head (
  only_one boolean primary key default true check (only_one),
  size bigint not null,
  note text not null,
  fence bigint not null,
  shown text not null,
  shown_size bigint not null check (shown_size <= size)
);
comment on table log_head is 'mutable: each checkpoint takes the place of the one that it continues';

-- The log only grows, and no former writer puts its checkpoint over that of a later one.
create function log_head_grows() returns trigger language plpgsql as $$
begin
  if new.size < old.size or new.fence < old.fence or new.shown_size < old.shown_size or (new.size = old.size and new.note <> old.note) then
    raise exception 'the public log does not continue' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger log_head_grows before update on log_head for each row execute function log_head_grows();
