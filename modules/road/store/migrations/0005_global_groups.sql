-- Groups are global alone: a right follows from an application that names one consumer, so that a provider's own (local) group would
-- open nothing. Nothing ever wrote an owner.
alter table member_group drop column owner;
