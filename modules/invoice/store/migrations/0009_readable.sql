-- Content that was stored with NUL or half of a surrogate pair, which JSON can write and PostgreSQL cannot read: as it can be read. Such escapes
-- stand in no other content, since everything else is written as it is.
create function readable(content json) returns json language sql immutable parallel safe as $$
  select case when content::text ~ '\\u(0000|[dD][89a-fA-F])'
    then regexp_replace(content::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '?', 'g')::json else content end
$$;
