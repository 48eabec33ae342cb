-- Which contact comes next, on which number, and when again: order, further numbers, caps, call-backs, resets, calendars.

-- Numbers of a contact ----------------------------------------------------------------------------------------------
-- `reset_at`: what was tried before counts for the law (attempt), no more for the campaign's own retry rule.
alter table contact
  add column order_key bytea not null default '',
  add column reset_at timestamptz;

-- What became of each number of a contact that has several.
create table contact_number_state (
  contact_id uuid not null references contact on delete cascade,
  phone_id uuid not null references phone,
  last_result text not null,
  last_at timestamptz not null,
  -- Not dialed any more for this contact.
  closed boolean not null default false,
  primary key (contact_id, phone_id)
);

-- The number after `here`, in the order of the file and round again, that is not closed; null: there is no other.
create function next_number(contact uuid, main uuid, here uuid) returns uuid language sql stable as $$
  with numbers as (
    select 1 as position, main as phone_id
    union all select n.position, n.phone_id from contact_number n where n.contact_id = contact),
  at as (select min(position) as position from numbers where phone_id = here)
  select n.phone_id from numbers n, at
  where n.phone_id <> here and not exists (
    select from contact_number_state s where s.contact_id = contact and s.phone_id = n.phone_id and s.closed)
  order by n.position <= coalesce(at.position, 0), n.position limit 1
$$;

-- `denied`: the line said that there is no such number. Two lines make it INVALID, one proves nothing (RULES.md "Retry").
-- `number_done`: by the retry rule this number is not dialed again for its contact. `wrap_other_at`: when another one may be.
alter table attempt
  add column denied boolean not null default false,
  add column number_done boolean not null default false,
  add column wrap_other_at timestamptz;
create index attempt_denied on attempt (blind_index, placed_at desc) where denied;

-- Order -------------------------------------------------------------------------------------------------------------
-- One key a contact, made of the campaign's sort keys so that bytes compare as the keys do. '' for campaigns without an
-- order of their own: there the time when a contact became due decides, as the index has it.
drop index contact_due;
create index contact_due on contact (list_id, queue_priority desc, order_key, due_at) where state = 'open';

alter table campaign
  add column contact_order jsonb,
  add column calendar jsonb;

-- Every byte turned over, so that greater comes first; made by hand because bytea has no operator for it.
create function inverted(value bytea) returns bytea language plpgsql immutable strict as $$
begin
  for i in 0 .. length(value) - 1 loop
    value := set_byte(value, i, 255 - get_byte(value, i));
  end loop;
  return value;
end $$;

-- 8 bytes that compare as the numbers do; null and what is no number come as null.
create function sortable(value double precision) returns bytea language sql immutable strict as $$
  select case when value >= 0
    then set_byte(float8send(value + 0), 0, get_byte(float8send(value + 0), 0) | 128)
    else inverted(float8send(value)) end
$$;

create function number_in(value text) returns double precision language sql immutable strict as $$
  select case when value ~ '^\s*[-+]?[0-9]{1,15}(\.[0-9]{1,15})?\s*$' then value::float8 end
$$;

-- Days since 1970 of a date as people write it: 2026-01-31, 2026/1/31, 20260131; else null.
create function date_in(value text) returns double precision language plpgsql immutable strict as $$
declare part text[] := regexp_match(value, '^\s*(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})');
begin
  return make_date(part[1]::int, part[2]::int, part[3]::int) - date '1970-01-01';
exception when others then
  return null;
end $$;

-- `sort`: {"kind": "sort", "keys": [{"by": "field:age", "type": "number", "descending": true}, …]},
-- {"kind": "newest"} or {"kind": "random", "seed": 7}. What has no value comes last either way.
create function contact_order_key(sort jsonb, c contact) returns bytea language plpgsql stable as $$
declare
  one jsonb;
  value text;
  part bytea;
  made bytea := '';
begin
  if coalesce(sort ->> 'kind', 'due') = 'due' then return ''; end if;
  if sort ->> 'kind' = 'random' then
    return substring(sha256(convert_to(coalesce(sort ->> 'seed', '') || c.id::text, 'UTF8')) for 8);
  end if;
  if sort ->> 'kind' = 'newest' then
    return inverted(sortable(extract(epoch from c.created_at)::float8)) || inverted(uuid_send(c.id));
  end if;
  for one in select * from jsonb_array_elements(sort -> 'keys') loop
    value := case
      when one ->> 'by' = 'name' then c.name
      when one ->> 'by' = 'externalId' then c.external_id
      when one ->> 'by' = 'createdAt' then extract(epoch from c.created_at)::text
      when one ->> 'by' = 'attempts' then c.attempts::text
      when one ->> 'by' like 'field:%' then c.fields ->> substr(one ->> 'by', 7)
    end;
    part := case
      when one ->> 'by' in ('createdAt', 'attempts') or one ->> 'type' = 'number' then sortable(number_in(value))
      when one ->> 'type' = 'date' then sortable(date_in(value))
      else substring(convert_to(nullif(btrim(value), ''), 'UTF8') for 64) || '\x00'
    end;
    if (one ->> 'descending')::boolean then part := inverted(part); end if;
    made := made || coalesce('\x00' || part, '\x01');
  end loop;
  return made;
end $$;

-- Keys follow what they are made of. New rows are looked at once a statement, so that an import without order pays nothing.
create function order_new_contacts() returns trigger language plpgsql as $$
begin
  update contact c set order_key = contact_order_key(g.contact_order, c)
  from fresh f join campaign g on g.id = f.campaign_id
  where c.id = f.id and g.contact_order ->> 'kind' <> 'due';
  return null;
end $$;
create trigger order_new after insert on contact referencing new table as fresh
  for each statement execute function order_new_contacts();

create function order_changed_contact() returns trigger language plpgsql as $$
begin
  new.order_key := contact_order_key((select contact_order from campaign where id = new.campaign_id), new);
  return new;
end $$;
create trigger order_changed before update of fields, name, external_id, attempts, campaign_id on contact for each row
  when (old.order_key <> '' or old.campaign_id <> new.campaign_id) execute function order_changed_contact();

-- Call-backs ----------------------------------------------------------------------------------------------------------
-- 预约回拨: what an agent agreed with a customer. The contact says when and by whom it is dialed; this row is the promise.
-- `id` is the attempt in which it was made. `outcome`: 'done', 'expired', 'cancelled', 'replaced'; null: still to be kept.
create table call_back (
  id uuid primary key,
  contact_id uuid not null references contact on delete cascade,
  campaign_id uuid not null references campaign,
  department_id uuid not null references team,
  made_by uuid references app_user,
  kind text not null check (kind in ('anyone', 'squad', 'me')),
  agent_id uuid references app_user,
  squad_id uuid references team,
  due_at timestamptz not null,
  created_at timestamptz not null,
  -- The reminders that went out, for this due_at.
  warned_at timestamptz,
  reminded_at timestamptz,
  ended_at timestamptz,
  outcome text check (outcome in ('done', 'expired', 'cancelled', 'replaced')),
  check ((ended_at is null) = (outcome is null))
);
create unique index call_back_open on call_back (contact_id) where ended_at is null;
create index call_back_department on call_back (department_id, due_at desc, id);
create index call_back_agent on call_back (agent_id, due_at) where ended_at is null;
create index call_back_remind on call_back (due_at) where ended_at is null and reminded_at is null;

-- A call-back keeps its owner and its place until the customer is reached: RULES.md "pending → due → dialing → done".
insert into call_back (id, contact_id, campaign_id, department_id, made_by, kind, agent_id, squad_id, due_at, created_at)
select distinct on (c.id) a.id, c.id, c.campaign_id, c.department_id, a.agent_id, coalesce(a.call_back_for, 'anyone'),
  c.bound_agent_id, c.bound_squad_id, c.due_at, coalesce(a.wrapped_at, a.placed_at)
from contact c join attempt a on a.contact_id = c.id and a.disposition = 'CALLBACK'
where c.source = 'call-back' and c.state in ('open', 'queued')
order by c.id, a.placed_at desc;

-- Resets of lists -----------------------------------------------------------------------------------------------------
-- Work for the background: contacts closed with one of these results before `asked_at` are opened again. `due_at`: the
-- time of the schedule that asked for it, so that the same one is never carried out twice.
create table list_reset (
  id uuid primary key,
  list_id uuid not null references list,
  results text[] not null,
  reason text,
  asked_by uuid references app_user,
  asked_at timestamptz not null,
  scheduled_for timestamptz,
  state text not null default 'queued' check (state in ('queued', 'running', 'done')),
  opened int not null default 0,
  after_id uuid,
  ended_at timestamptz,
  unique (list_id, scheduled_for)
);
create index list_reset_list on list_reset (list_id, id desc);
create index list_reset_waiting on list_reset (state) where state <> 'done';

-- {"days": [1, 3], "at": 540, "results": ["NOANSWER", …]}: ISO weekdays, minute of the floor's day.
alter table list add column reset_schedule jsonb, add column reset_schedule_by uuid references app_user,
  add column reset_scheduled_at timestamptz;
create index list_reset_schedule on list (id) where reset_schedule is not null;

-- Keys to be made anew since a campaign's order changed; `after_id`: all contacts up to this one have theirs.
create table contact_reorder (
  campaign_id uuid primary key references campaign,
  id uuid not null,
  asked_at timestamptz not null,
  after_id uuid
);
