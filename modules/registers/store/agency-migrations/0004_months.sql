-- Statistics count the entries that were applied for in a month: without it each count reads all entries of the book.
create index entry_month on entry (book, left(application->>'filedOn', 7), seq);
