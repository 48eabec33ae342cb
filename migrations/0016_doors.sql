-- Doors to what the gate reads.

-- A department's prefixes are part of its campaigns' plans.
create trigger nudge after update of gate on team for each statement execute function nudge_all();

-- A department's own results (通话结果): shipped ones changed, and further ones. `counts_as`: the shipped result whose meaning
-- a further one has (what becomes of the contact, of the number, of figures), so that figures stay comparable.
create table call_result (
  id uuid primary key,
  department_id uuid not null references team,
  key text not null check (key ~ '^[A-Z][A-Z0-9_]{1,30}$'),
  counts_as text not null,
  name_zh text not null,
  name_en text not null,
  hot_key text check (hot_key ~ '^[0-9]$'),
  active boolean not null default true,
  needs_note boolean not null default false,
  least_talk_seconds int check (least_talk_seconds between 0 and 86400),
  most_talk_seconds int check (most_talk_seconds between 0 and 86400),
  position int not null default 0,
  created_at timestamptz not null,
  unique (department_id, key),
  check (least_talk_seconds <= most_talk_seconds)
);

-- The department's own result where the agent gave one; `disposition` stays the shipped one that it counts as.
alter table attempt add column result_key text;
alter table call_record add column result_key text;

-- Protected customers (私海) are their owner's: such a contact is bound to him and comes to him as a preview. `owned` tells such a
-- binding from an agent's promise: it follows the owner, and is never handed to the squad for being overdue.
alter table contact add column owned boolean not null default false;
create function contacts_follow_owner() returns trigger language plpgsql as $$
begin
  update contact set owned = new.owner_id is not null and new.deleted_at is null,
    bound_agent_id = case when new.deleted_at is null then new.owner_id end
  where customer_id = new.id and owned;
  return null;
end $$;
create trigger contacts_follow_owner after update of owner_id, deleted_at on customer for each row
  when ((new.owner_id, new.deleted_at) is distinct from (old.owner_id, old.deleted_at))
  execute function contacts_follow_owner();
