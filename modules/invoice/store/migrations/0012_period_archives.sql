-- What was written of a period that is over for good: a file a table, by number of rows and SHA-256 of its lines.
create table period_archive (
  term text not null,
  about text not null,
  file text not null,
  row_count bigint not null,
  sha256 text not null,
  at timestamptz not null,
  constraint period_archive_key primary key (term, about)
);

-- Takes a period's partitions out of their tables; they stay as tables of their own. Refused before books may be given up (five years), whoever
-- asks: the role that serves requests could otherwise make invoices disappear.
create function close_period(wanted text) returns void language plpgsql security definer set search_path from current as $$
declare parent text;
begin
  if wanted !~ '^\d{3}(02|04|06|08|10|12)$' then raise exception 'not a period: %', wanted; end if;
  if make_date(substr(wanted, 1, 3)::int + 1911, substr(wanted, 4, 2)::int, 1) + interval '1 month' > now() - interval '60 months' then
    raise exception 'the books of % are to be kept', wanted;
  end if;
  perform pg_advisory_xact_lock(hashtext(current_schema()), hashtext('open_period'));
  foreach parent in array array['invoice', 'invoice_action', 'allowance', 'allowance_action', 'allowance_share'] loop
    if exists (select 1 from pg_inherits where inhrelid = to_regclass(format('%I', parent || '_' || wanted))) then
      execute format('alter table %I detach partition %I', parent, parent || '_' || wanted);
    end if;
  end loop;
end $$;

-- The rows of some blocks of a closed period's table, each as JSON, to write the archive. Nobody writes there any more, so that blocks are pages.
create function closed_rows(wanted text, about text, first_block int, end_block int) returns setof text
language plpgsql stable security definer set search_path from current as $$
begin
  if wanted !~ '^\d{5}$' or about not in ('invoice', 'invoice_action', 'allowance', 'allowance_action', 'allowance_share')
    or (select relispartition from pg_class where oid = to_regclass(format('%I', about || '_' || wanted))) is distinct from false then
    raise exception 'not a closed period: % %', about, wanted;
  end if;
  return query execute format('select row_to_json(t)::text from %I t where ctid >= $1 and ctid < $2', about || '_' || wanted)
    using format('(%s,0)', first_block)::tid, format('(%s,0)', end_block)::tid;
end $$;
