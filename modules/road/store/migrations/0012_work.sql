-- Officers' lists go along the time, an agency's along its own records alone; (at, seq) is the place in the list. The member is the first
-- three parts of an identifier, the instance among them: members of other instances may have the same code.
create index transfer_at on transfer (at desc, seq desc);
create index transfer_member_at on transfer (
  (split_part(provider, '/', 1) || '/' || split_part(provider, '/', 2) || '/' || split_part(provider, '/', 3)), at desc, seq desc);

-- What waits for a decision is counted at every visit of the overview.
create index access_index_waiting on access_index (provider text_pattern_ops, created_at) where state = 'submitted';
