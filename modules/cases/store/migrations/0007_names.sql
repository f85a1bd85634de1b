-- Officers look for a part of a name among millions of cases. Trigrams find no two Chinese characters; the characters of a name do.
create index case_name on case_index using gin (string_to_array(lower(applicant), null));
