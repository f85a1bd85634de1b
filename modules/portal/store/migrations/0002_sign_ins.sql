-- The sign-in at the eID on which a session stands: when it ends there, it ends here. Sessions of before name none; their holders sign in again.
delete from session;
alter table session add column sign_in text not null;
create index session_sign_in on session (sign_in);
