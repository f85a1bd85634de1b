-- What waits at an agency is counted at every visit of its officers' overview.
create index case_waiting on case_index (agency, state, created_at) where state in ('collecting', 'deciding', 'stopped');
