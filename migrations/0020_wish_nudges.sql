-- An agent's wish nudges for the wishes alone ('GROUP wish'), once a statement: the plan is none the newer for it, and reading
-- it at each word of an agent was a seventh of what a call costs here.
create function nudge_wishes() returns trigger language plpgsql as $$
begin
  perform pg_notify('boda_group', w.group_id || ' wish') from (select distinct group_id from fresh) w;
  return null;
end $$;
drop trigger nudge on agent_wish;
create trigger nudge after insert on agent_wish referencing new table as fresh for each statement execute function nudge_wishes();
