-- Contacts and records are looked for by the last four digits, which is all of a number that people may see.
create index phone_tail on phone (right(masked, 4));
