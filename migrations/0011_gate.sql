-- The gate in whole: where a number belongs, lists' own hours, do-not-call by list, and "why is it not dialing?".

-- Settings of the gate beyond hours and frequency: prefixes allowed, regions blocked, consent, holidays (src/dialer/plan-port.ts).
alter table campaign add column gate jsonb not null default '{}';
alter table team add column gate jsonb not null default '{}';
-- Windows by ISO weekday that go before the campaign's; the legal hours stay.
alter table list add column hours jsonb;

-- How a number begins: `+` and five digits, no more than its mask shows anyway; 'short' for a short code.
alter table phone add column prefix text;
update phone set prefix = case
  when country = 'CN' and masked ~ '^1\d\d' then '+86' || left(masked, 3)
  when country = 'CN' and masked ~ '^0\d\d' then '+86' || substr(masked, 2, 3)
  when masked like '+%' then rtrim(split_part(masked, '*', 1)) end;

-- What the gate judges by where a number belongs, as one key, so that a million contacts are some thousand kinds.
create function place_key(country text, region text, zones text[], prefix text) returns bigint
language sql immutable parallel safe as $$
  select hashtextextended(coalesce(country, '') || '|' || coalesce(region, '') || '|' || array_to_string(zones, ' ')
    || '|' || coalesce(prefix, ''), 0) & 4503599627370495
$$;

create table place (
  key bigint primary key,
  country text,
  region text,
  zones text[] not null,
  prefix text
);

alter table phone add column place bigint;

create function phone_place() returns trigger language plpgsql as $$
begin
  if new.prefix is null then
    new.prefix := case
      when new.country is not distinct from 'CN' and new.masked ~ '^1\d\d' then '+86' || left(new.masked, 3)
      when new.country is null and new.masked ~ '^1\d\d' then '+86' || left(new.masked, 3)
      when new.country = 'CN' and new.masked ~ '^0\d\d' then '+86' || substr(new.masked, 2, 3)
      when new.masked like '+%' then split_part(new.masked, '*', 1) end;
  end if;
  new.place := place_key(new.country, new.region, new.zones, new.prefix);
  return new;
end $$;
create trigger phone_place before insert or update of country, region, zones, prefix on phone
  for each row execute function phone_place();

-- In the order of the keys, so that two imports wait for each other and never in a circle.
create function keep_places() returns trigger language plpgsql as $$
begin
  insert into place (key, country, region, zones, prefix)
  select distinct on (n.place) n.place, n.country, n.region, n.zones, n.prefix from fresh n
  where not exists (select from place p where p.key = n.place) order by n.place
  on conflict do nothing;
  return null;
end $$;
create trigger keep_places_of_new after insert on phone referencing new table as fresh
  for each statement execute function keep_places();
create function keep_changed_places() returns trigger language plpgsql as $$
begin
  insert into place (key, country, region, zones, prefix)
  select distinct on (n.place) n.place, n.country, n.region, n.zones, n.prefix
  from fresh n join former o on o.id = n.id where n.place is distinct from o.place
    and not exists (select from place p where p.key = n.place) order by n.place
  on conflict do nothing;
  update contact c set place = n.place from fresh n join former o on o.id = n.id
  where n.place is distinct from o.place and (c.phone_id = n.id or c.next_phone_id = n.id) and c.dial_phone_id = n.id
    and c.zones is null;
  return null;
end $$;

update phone set prefix = prefix;
insert into place (key, country, region, zones, prefix)
select distinct on (place) place, country, region, zones, prefix from phone order by place;

-- `phone_id` stays the number by which a list knows its contact; `dial_phone_id` is the one that is dialed next, and the one
-- by which it is judged. `zones`: the contact's own, or its address's; they go before the number's (RULES.md "Frequency").
alter table contact
  add column next_phone_id uuid references phone,
  add column dial_phone_id uuid generated always as (coalesce(next_phone_id, phone_id)) stored,
  add column zones text[],
  add column place bigint;
create index contact_next_phone on contact (next_phone_id) where next_phone_id is not null;

create function contact_place() returns trigger language plpgsql as $$
-- Generated columns have no value yet before the row is written.
declare dialed uuid := coalesce(new.next_phone_id, new.phone_id);
begin
  if new.zones is null then
    select place into new.place from phone where id = dialed;
  else
    select place_key(country, region, new.zones, prefix) into new.place from phone where id = dialed;
    insert into place (key, country, region, zones, prefix)
    select new.place, country, region, new.zones, prefix from phone where id = dialed
    on conflict do nothing;
  end if;
  return new;
end $$;
-- An import gives the place itself; the end of each call writes the next number, nearly always the same.
create trigger contact_place before insert on contact
  for each row when (new.place is null) execute function contact_place();
create trigger contact_place_changed before update of phone_id, next_phone_id, zones on contact
  for each row when ((new.phone_id, new.next_phone_id, new.zones) is distinct from (old.phone_id, old.next_phone_id, old.zones))
  execute function contact_place();
update contact set place = p.place from phone p where p.id = contact.phone_id;
create trigger keep_places_of_changed after update on phone referencing old table as former new table as fresh
  for each statement execute function keep_changed_places();

-- "Why is it not dialing?" reads this and not the table, as far as vacuum keeps up.
create index contact_gates on contact (campaign_id, state)
  include (place, list_id, import_id, dial_phone_id, customer_id, due_at, attempts, bound_agent_id, bound_squad_id, id);
alter table contact set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
create index customer_apart on customer (id) include (owner_id, deleted_at)
  where owner_id is not null or deleted_at is not null;
create index contact_locked on contact (phone_id) where abandoned_lock_until is not null;

-- Do-not-call -------------------------------------------------------------------------------------------------------
alter table do_not_call drop constraint do_not_call_scope_check;
alter table do_not_call add constraint do_not_call_scope_check
  check (scope = 'global' or scope ~ '^(department|campaign|list):[0-9a-f-]{36}$');
-- For counts only: the gate itself always looks by `blind_index`. Two transactions that meet may miss each other here.
alter table do_not_call add column phone_id uuid;
update do_not_call d set phone_id = p.id from phone p where p.blind_index = d.blind_index;
create index do_not_call_phone on do_not_call (phone_id) include (scope, expires_at) where phone_id is not null;

create function do_not_call_phone() returns trigger language plpgsql as $$
begin
  select id into new.phone_id from phone where blind_index = new.blind_index;
  return new;
end $$;
create trigger do_not_call_phone before insert on do_not_call for each row execute function do_not_call_phone();

create function phone_do_not_call() returns trigger language plpgsql as $$
begin
  update do_not_call d set phone_id = n.id from fresh n where d.blind_index = n.blind_index;
  return null;
end $$;
create trigger phone_do_not_call after insert on phone referencing new table as fresh
  for each statement execute function phone_do_not_call();
-- What is noted for counts alone concerns no runner.
drop trigger nudge on do_not_call;
create trigger nudge after insert or update of scope, reason, expires_at on do_not_call
  for each statement execute function nudge_all();
