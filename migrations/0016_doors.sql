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
