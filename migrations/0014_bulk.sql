-- Lists of a million: what a new row costs, and "why is it not dialing?" from an index in the order of its groups.

-- New contacts ------------------------------------------------------------------------------------------------------
-- A foreign key asks for each row by itself: of five for a contact and one for a customer, those to the few rows that are
-- the same for a whole import are asked once a statement. The same demands, the same error, the same lock on what is asked for.
alter table contact
  drop constraint contact_campaign_id_fkey,
  drop constraint contact_list_id_fkey,
  drop constraint contact_department_id_fkey;
alter table customer drop constraint customer_department_id_fkey;

-- Locks the rows of `parent` with these ids until the end of the transaction; raises when one is missing.
create function demand_parents(parent regclass, ids uuid[], what text) returns void language plpgsql as $$
declare found_ids int;
begin
  execute format('select count(*) from (select from %s where id = any($1) for key share) x', parent) into found_ids using ids;
  if found_ids < cardinality(ids) then
    raise foreign_key_violation using message = format('%s names a row of %s that is not there', what, parent);
  end if;
end $$;

create function new_contacts_belong() returns trigger language plpgsql as $$
begin
  perform demand_parents('campaign', array(select distinct campaign_id from fresh), 'contact');
  perform demand_parents('list', array(select distinct list_id from fresh), 'contact');
  perform demand_parents('team', array(select distinct department_id from fresh), 'contact');
  return null;
end $$;
create trigger belong after insert on contact referencing new table as fresh
  for each statement execute function new_contacts_belong();

create function new_customers_belong() returns trigger language plpgsql as $$
begin
  perform demand_parents('team', array(select distinct department_id from fresh), 'customer');
  return null;
end $$;
create trigger belong after insert on customer referencing new table as fresh
  for each statement execute function new_customers_belong();

create function moved_contact_belongs() returns trigger language plpgsql as $$
begin
  perform demand_parents('campaign', array[new.campaign_id], 'contact');
  perform demand_parents('list', array[new.list_id], 'contact');
  perform demand_parents('team', array[new.department_id], 'contact');
  return null;
end $$;
create trigger belong_moved after update of campaign_id, list_id, department_id on contact for each row
  when ((new.campaign_id, new.list_id, new.department_id) is distinct from (old.campaign_id, old.list_id, old.department_id))
  execute function moved_contact_belongs();

create function moved_customer_belongs() returns trigger language plpgsql as $$
begin
  perform demand_parents('team', array[new.department_id], 'customer');
  return null;
end $$;
create trigger belong_moved after update of department_id on customer for each row
  when (new.department_id is distinct from old.department_id) execute function moved_customer_belongs();

-- The other side: what is still named stays.
create function keep_named() returns trigger language plpgsql as $$
declare is_named boolean;
begin
  if tg_op = 'UPDATE' and new.id = old.id then return null; end if;
  is_named := case tg_table_name
    when 'campaign' then exists (select from contact where campaign_id = old.id)
    when 'list' then exists (select from contact where list_id = old.id)
    else exists (select from contact where department_id = old.id) or exists (select from customer where department_id = old.id)
  end;
  if is_named then
    raise foreign_key_violation using message = format('a row of %s is still named by contacts or customers', tg_table_name);
  end if;
  return null;
end $$;
create trigger keep_named after delete or update of id on campaign for each row execute function keep_named();
create trigger keep_named after delete or update of id on list for each row execute function keep_named();
create trigger keep_named after delete or update of id on team for each row execute function keep_named();

-- An import makes the place of each kind of number once (src/db/import-phones.ts); everybody else has it made here.
drop trigger phone_place on phone;
create trigger phone_place_of_new before insert on phone
  for each row when (new.place is null) execute function phone_place();
create trigger phone_place_changed before update of country, region, zones, prefix on phone
  for each row execute function phone_place();

-- Every index is paid for by each new row, and by each change of a contact's state while it is dialed.
-- (list_id, phone_id) is unique and begins alike.
drop index contact_list;
-- Customers of nobody are nobody's to look for.
drop index customer_owner;
create index customer_owner on customer (owner_id) where deleted_at is null and owner_id is not null;

-- "Why is it not dialing?" -------------------------------------------------------------------------------------------
-- What its customer speaks against a contact: 64 another agent's, 128 deleted (FLAGS in src/compliance/ports.ts). For
-- counts only: the gate itself always reads the customer. Two transactions that meet may miss each other here.
alter table contact add column apart smallint;
create function contact_apart(of_customer uuid) returns smallint language sql stable as $$
  select coalesce((select case when deleted_at is not null then 128 when owner_id is not null then 64 end
    from customer where id = of_customer), 0)::smallint
$$;
create function set_contact_apart() returns trigger language plpgsql as $$
begin
  new.apart := contact_apart(new.customer_id);
  return new;
end $$;
-- An import gives it itself.
create trigger contact_apart_of_new before insert on contact
  for each row when (new.apart is null) execute function set_contact_apart();
create trigger contact_apart_moved before update of customer_id on contact
  for each row when (new.customer_id is distinct from old.customer_id) execute function set_contact_apart();
create function keep_contacts_apart() returns trigger language plpgsql as $$
begin
  update contact set apart = contact_apart(new.id) where customer_id = new.id;
  return null;
end $$;
create trigger keep_contacts_apart after update of owner_id, deleted_at on customer for each row
  when ((new.owner_id, new.deleted_at) is distinct from (old.owner_id, old.deleted_at)) execute function keep_contacts_apart();
update contact c set apart = coalesce((select case when u.deleted_at is not null then 128 when u.owner_id is not null then 64 end
  from customer u where u.id = c.customer_id), 0);
drop index customer_apart;

-- In the order of the groups that are counted, so that they are read one after the other and nothing is sorted or hashed;
-- no column that differs between the contacts of a group but when it is due, so that those of a new list share an entry.
drop index contact_gates;
create index contact_gates on contact (campaign_id, state, place, list_id, import_id, attempts, apart, due_at);

-- Do-not-call -------------------------------------------------------------------------------------------------------
-- Most of a bought list are numbers of nobody we know: they are looked up once a statement, and only the known ones written
-- a second time.
drop trigger do_not_call_phone on do_not_call;
drop function do_not_call_phone();
create function do_not_call_phones() returns trigger language plpgsql as $$
begin
  update do_not_call d set phone_id = p.id from fresh n join phone p on p.blind_index = n.blind_index where d.id = n.id;
  return null;
end $$;
create trigger do_not_call_phones after insert on do_not_call referencing new table as fresh
  for each statement execute function do_not_call_phones();
