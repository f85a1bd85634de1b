-- Officers look for a part of a name among millions of cases. Trigrams find no two Chinese characters; the characters of a name do.
create index case_name on case_index using gin (string_to_array(lower(applicant), null));

-- A list that is narrowed by state goes past no other.
create index case_state on case_index (state, id desc);
