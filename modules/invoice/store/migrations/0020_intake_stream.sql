-- Streams in which uploads were taken before they were judged, by when each was made: one that is missing later was forgotten.
create table intake_stream (created timestamptz primary key);
