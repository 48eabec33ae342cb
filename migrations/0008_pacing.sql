-- What a group's pacing has learned of answers, ring times and talks, for the next owner of its lease: some thousand
-- characters, kept twice a minute. Agents, calls and counts of abandoned calls are not in it: those are told anew.
alter table group_lease add column learned jsonb;
