-- A sign-in under way is kept by the browser that began it; those of a program before this one lasted 15 minutes.
drop table sign_in;
