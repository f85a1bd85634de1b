-- What was decided, so that lists can say granted or refused, and so that what is granted once is not granted again.
alter table case_index add column granted boolean;
update case_index set granted = (action.data ->> 'granted')::boolean
from case_action action where action.case_id = case_index.id and action.type = 'decided';
create index case_standing on case_index (subject, service) where state not in ('draft', 'withdrawn', 'discarded') and granted is distinct from false;
