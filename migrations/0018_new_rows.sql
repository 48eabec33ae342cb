-- What a new row still costs beside its indexes: foreign keys to customer and phone, and triggers that looked at every row.

-- Rows that the transaction has written itself are nobody else's to take away before it ends: only those of others are
-- locked. Planned at each call, because tables grow while a plan is kept.
create or replace function demand_parents(parent regclass, ids uuid[], what text) returns void language plpgsql as $$
declare found_ids int;
begin
  execute format('select (select count(*) from %1$s where id = any($1) and xmin = $2)
    + (select count(*) from (select from %1$s where id = any($1) and xmin <> $2 for key share) x)', parent)
    into found_ids using ids, pg_current_xact_id()::xid;
  if found_ids < cardinality(ids) then
    raise foreign_key_violation using message = format('%s names a row of %s that is not there', what, parent);
  end if;
end $$;

-- Arguments: a column, the table whose rows it names, and so on.
create function new_rows_belong() returns trigger language plpgsql as $$
declare named uuid[];
begin
  for i in 0 .. tg_nargs - 1 by 2 loop
    execute format('select array(select distinct %1$I from fresh where %1$I is not null)', tg_argv[i]) into named;
    if cardinality(named) > 0 then perform demand_parents(tg_argv[i + 1]::regclass, named, tg_table_name); end if;
  end loop;
  return null;
end $$;

alter table contact drop constraint contact_customer_id_fkey, drop constraint contact_phone_id_fkey;
alter table phone drop constraint phone_customer_id_fkey;
drop trigger belong on contact;
drop function new_contacts_belong();
create trigger belong after insert on contact referencing new table as fresh for each statement
  execute function new_rows_belong('campaign_id', 'campaign', 'list_id', 'list', 'department_id', 'team',
    'customer_id', 'customer', 'phone_id', 'phone');
drop trigger belong on customer;
drop function new_customers_belong();
create trigger belong after insert on customer referencing new table as fresh for each statement
  execute function new_rows_belong('department_id', 'team');
create trigger belong after insert on phone referencing new table as fresh for each statement
  execute function new_rows_belong('customer_id', 'customer');

create function contact_named_anew() returns trigger language plpgsql as $$
begin
  if new.customer_id is not null and new.customer_id is distinct from old.customer_id then
    perform demand_parents('customer', array[new.customer_id], 'contact');
  end if;
  if new.phone_id <> old.phone_id then perform demand_parents('phone', array[new.phone_id], 'contact'); end if;
  return null;
end $$;
create trigger belong_named_anew after update of customer_id, phone_id on contact for each row
  when ((new.customer_id, new.phone_id) is distinct from (old.customer_id, old.phone_id))
  execute function contact_named_anew();
create function phone_named_anew() returns trigger language plpgsql as $$
begin
  perform demand_parents('customer', array[new.customer_id], 'phone');
  return null;
end $$;
create trigger belong_named_anew after update of customer_id on phone for each row
  when (new.customer_id is not null and new.customer_id is distinct from old.customer_id)
  execute function phone_named_anew();

-- The other side (keep_named of 0014): what is still named stays.
create function keep_named_by_contacts() returns trigger language plpgsql as $$
declare is_named boolean;
begin
  if tg_op = 'UPDATE' and new.id = old.id then return null; end if;
  is_named := case tg_table_name
    when 'phone' then exists (select from contact where phone_id = old.id)
    else exists (select from contact where customer_id = old.id) or exists (select from phone where customer_id = old.id)
  end;
  if is_named then
    raise foreign_key_violation using message = format('a row of %s is still named by contacts or phones', tg_table_name);
  end if;
  return null;
end $$;
create trigger keep_named after delete or update of id on phone for each row execute function keep_named_by_contacts();
create trigger keep_named after delete or update of id on customer for each row execute function keep_named_by_contacts();

-- A campaign with an order of its own is rare: asked first, so that the rows of all others are not looked at again.
create or replace function order_new_contacts() returns trigger language plpgsql as $$
begin
  if exists (select from campaign g where g.id in (select campaign_id from fresh) and g.contact_order ->> 'kind' <> 'due') then
    execute 'update contact c set order_key = contact_order_key(g.contact_order, c)
      from fresh f join campaign g on g.id = f.campaign_id
      where c.id = f.id and g.contact_order ->> ''kind'' <> ''due''';
  end if;
  return null;
end $$;
