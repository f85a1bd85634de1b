-- What was approved by an officer is enforced from now on. Agreements that content brought name no volume of their own.
update access_index i set granted = i.granted || jsonb_build_object('volume', a.data -> 'terms' -> 'volume')
from access_action a
where a.application = i.id and a.type = 'approved' and a.actor <> 'content' and i.granted is not null;
