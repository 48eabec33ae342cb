-- People and privacy ------------------------------------------------------------------------------------------------
create table team (
  id uuid primary key,
  parent_id uuid references team,
  kind text not null check (kind in ('department', 'squad')),
  name text not null,
  created_at timestamptz not null
);

create table role (
  id uuid primary key,
  key text not null unique,
  name text not null,
  permissions text[] not null,
  scope text not null check (scope in ('self', 'squad', 'department', 'all')),
  built_in boolean not null default false,
  created_at timestamptz not null
);

create table app_user (
  id uuid primary key,
  staff_no text not null unique,
  name text not null,
  password_hash text not null,
  must_change_password boolean not null default true,
  role_id uuid not null references role,
  department_id uuid not null references team,
  squad_id uuid references team,
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  entry_date date,
  mentor_id uuid references app_user,
  seat text,
  status text not null default 'active' check (status in ('active', 'suspended', 'left')),
  created_at timestamptz not null,
  disabled_at timestamptz
);
create index app_user_squad on app_user (squad_id);

create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references app_user,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_of_user on session (user_id) where revoked_at is null;

create table api_token (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references app_user,
  name text not null,
  permissions text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- Each row's hash covers the row before it: a removed or changed row shows (docs/OPERATING.md tells how to verify).
create table audit (
  seq bigint primary key,
  at timestamptz not null,
  actor_id uuid,
  action text not null,
  subject_kind text not null,
  subject_id text,
  department_id uuid,
  reason text,
  details jsonb not null default '{}',
  prev_hash bytea not null,
  hash bytea not null unique
);

create table setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null
);

-- Phones and customers ----------------------------------------------------------------------------------------------
create table customer (
  id uuid primary key,
  department_id uuid not null references team,
  squad_id uuid references team,
  owner_id uuid references app_user,
  name text,
  level text not null default 'ordinary',
  lead_state text not null default 'lead',
  fields jsonb not null default '{}',
  created_at timestamptz not null,
  deleted_at timestamptz
);
create index customer_owner on customer (owner_id) where deleted_at is null;
create index customer_department on customer (department_id, created_at desc) where deleted_at is null;

create table phone (
  id uuid primary key,
  blind_index bytea not null unique check (length(blind_index) = 32),
  ciphertext bytea not null,
  masked text not null,
  country text,
  region text,
  carrier text,
  zones text[] not null,
  customer_id uuid references customer,
  created_at timestamptz not null
);
create index phone_customer on phone (customer_id);

-- `scope`: global, department:<id> or campaign:<id>.
create table do_not_call (
  id uuid primary key,
  blind_index bytea not null check (length(blind_index) = 32),
  scope text not null default 'global' check (scope = 'global' or scope ~ '^(department|campaign):[0-9a-f-]{36}$'),
  reason text not null,
  source text not null,
  created_by uuid references app_user,
  created_at timestamptz not null,
  expires_at timestamptz
);
create unique index do_not_call_number on do_not_call (blind_index, scope);
create index do_not_call_created on do_not_call (created_at);

-- Lines -------------------------------------------------------------------------------------------------------------
create table trunk (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z0-9]{1,16}$'),
  name text not null,
  sip_uri text not null,
  codecs text[] not null default '{alaw,ulaw}',
  calls_per_second numeric not null check (calls_per_second > 0),
  channels int not null check (channels > 0),
  weight int not null default 1 check (weight > 0),
  enabled boolean not null default true,
  dial_prefix text not null default '',
  strip_plus boolean not null default true,
  national_only boolean not null default true,
  created_at timestamptz not null
);

create table caller_id (
  id uuid primary key,
  number text not null unique,
  trunk_id uuid references trunk,
  holder text,
  enabled boolean not null default true,
  expires_on date,
  created_at timestamptz not null
);

-- Groups, agents, campaigns -----------------------------------------------------------------------------------------
create table agent_group (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z0-9]{1,16}$'),
  name text not null,
  department_id uuid not null references team,
  node text not null,
  mode text not null default 'predictive' check (mode in ('progressive', 'ratio', 'predictive')),
  lines_per_agent numeric not null default 1.5 check (lines_per_agent >= 1 and lines_per_agent <= 20),
  max_lines_per_agent numeric not null default 8 check (max_lines_per_agent >= 1 and max_lines_per_agent <= 40),
  created_at timestamptz not null
);

create table group_lease (
  group_id uuid primary key references agent_group,
  owner text not null,
  epoch bigint not null,
  expires_at timestamptz not null,
  acquired_at timestamptz not null
);

create table break_reason (
  key text primary key,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('not-ready', 'break')),
  minutes int,
  most_at_once int
);

-- The agent's seat as last known: how another life of the engine finds its people again. `attempt_id`: what he is
-- reserved for, talks on or wraps up.
create table agent_seat (
  agent_id uuid primary key references app_user,
  group_id uuid not null references agent_group,
  sip_user text not null unique,
  sip_password text not null,
  contact_uri text,
  state text not null default 'offline'
    check (state in ('offline', 'connecting', 'idle', 'reserved', 'talking', 'wrapup', 'paused')),
  reason text,
  since timestamptz not null,
  leaving boolean not null default false,
  attempt_id uuid
);
create index agent_seat_group on agent_seat (group_id);

-- A wish stays after it was taken, so that the same one sent twice is still one (FAULTS 49).
create table agent_wish (
  seq bigint generated always as identity primary key,
  id uuid not null unique,
  agent_id uuid not null references app_user,
  group_id uuid not null references agent_group,
  body jsonb not null,
  at timestamptz not null,
  taken_at timestamptz
);
create index agent_wish_group on agent_wish (group_id, seq) where taken_at is null;

-- Every second of a shift is in exactly one interval; `until` is null for the present one. Offline is no interval.
create table agent_interval (
  agent_id uuid not null references app_user,
  group_id uuid not null references agent_group,
  state text not null check (state in ('connecting', 'idle', 'reserved', 'talking', 'wrapup', 'paused')),
  reason text,
  attempt_id uuid,
  since timestamptz not null,
  until timestamptz check (until > since),
  primary key (agent_id, since)
);
create unique index agent_interval_open on agent_interval (agent_id) where until is null;
create index agent_interval_since on agent_interval (since);

create table campaign (
  id uuid primary key,
  name text not null,
  department_id uuid not null references team,
  group_id uuid not null references agent_group,
  status text not null default 'stopped' check (status in ('stopped', 'running', 'paused')),
  weight int not null default 1 check (weight > 0),
  priority int not null default 0 check (priority between -99 and 99),
  abandon_target numeric not null default 0.03 check (abandon_target >= 0 and abandon_target <= 0.2),
  abandon_window_ms bigint not null default 2592000000 check (abandon_window_ms > 0),
  patience_ms int not null default 2000 check (patience_ms between 500 and 10000),
  ring_timeout_ms int not null default 30000 check (ring_timeout_ms between 5000 and 120000),
  setup_timeout_ms int not null default 10000 check (setup_timeout_ms between 1000 and 60000),
  wrap_up_ms int not null default 30000 check (wrap_up_ms between 0 and 3600000),
  max_talk_seconds int not null default 7200 check (max_talk_seconds between 60 and 86400),
  message text not null default 'boda-abandoned',
  rule text not null default 'cn-house-3',
  recall_abandoned boolean not null default false,
  hours jsonb not null,
  frequency jsonb not null,
  max_attempts int not null default 6 check (max_attempts between 1 and 10),
  max_attempts_per_day int not null default 3 check (max_attempts_per_day > 0),
  retry jsonb not null default '{}',
  created_at timestamptz not null
);
create index campaign_group on campaign (group_id);

create table campaign_trunk (
  campaign_id uuid not null references campaign,
  trunk_id uuid not null references trunk,
  primary key (campaign_id, trunk_id)
);

create table campaign_caller_id (
  campaign_id uuid not null references campaign,
  caller_id_id uuid not null references caller_id,
  primary key (campaign_id, caller_id_id)
);

create table list (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  name text not null,
  active boolean not null default true,
  source text,
  legal_basis text,
  created_by uuid references app_user,
  created_at timestamptz not null
);

create table contact (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  list_id uuid not null references list,
  customer_id uuid references customer,
  phone_id uuid not null references phone,
  department_id uuid not null references team,
  name text,
  fields jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'queued', 'dialing', 'closed')),
  source text not null default 'new' check (source in ('new', 'retry', 'call-back', 'other-number', 'api')),
  priority int not null default 0 check (priority between -99 and 99),
  -- RULES.md "Ready queue": an abandoned customer enters at 99, a due call-back at 50.
  queue_priority int not null generated always as (
    case when last_result = 'ABANDONED' then 99 when source = 'call-back' then greatest(priority, 50) else priority end
  ) stored,
  due_at timestamptz not null,
  attempts int not null default 0,
  last_result text,
  last_attempt_at timestamptz,
  abandoned_lock_until timestamptz,
  created_at timestamptz not null,
  unique (list_id, phone_id)
);
create index contact_due on contact (campaign_id, queue_priority desc, due_at) where state = 'open';
create index contact_queued on contact (campaign_id) where state in ('queued', 'dialing');
create index contact_phone on contact (phone_id);
create index contact_customer on contact (customer_id);

-- Attempts and records ----------------------------------------------------------------------------------------------
-- Written and committed before anything is dialed: the anchor of "at most one originate, exactly one record". What the
-- agent said of the call is kept here too, so that the record is whole whichever of the two is written first.
-- Campaign, list and phone are read from the contact in the inserting statement, and the lease holds the group: they need
-- no check of their own for each row of the hottest insert.
create table attempt (
  id uuid primary key,
  group_id uuid not null,
  epoch bigint not null,
  node text not null,
  campaign_id uuid not null,
  list_id uuid not null,
  contact_id uuid not null references contact,
  customer_id uuid,
  phone_id uuid not null,
  blind_index bytea not null,
  trunk_id uuid not null references trunk,
  caller_id_id uuid references caller_id,
  mode text not null,
  source text not null,
  placed_at timestamptz not null,
  place_by timestamptz not null,
  charged boolean not null default true,
  state text not null default 'open' check (state in ('open', 'closed')),
  answered_at timestamptz,
  connected_at timestamptz,
  agent_id uuid references app_user,
  closed_at timestamptz,
  result text,
  disposition text,
  wrapped_at timestamptz,
  wrap_retry_at timestamptz
);
create index attempt_number on attempt (blind_index, placed_at desc) where charged;
create index attempt_open on attempt (group_id) where state = 'open';
create index attempt_open_number on attempt (blind_index) where state = 'open';
create index attempt_contact on attempt (contact_id, placed_at desc);
create index attempt_placed on attempt using brin (placed_at);

-- One partition a month (UTC) of the placing time, made ahead by the service.
create table call_record (
  attempt_id uuid not null,
  placed_at timestamptz not null,
  group_id uuid not null,
  campaign_id uuid not null,
  list_id uuid not null,
  contact_id uuid not null,
  customer_id uuid,
  phone_id uuid not null,
  trunk_id uuid not null,
  caller_id_id uuid,
  department_id uuid not null,
  squad_id uuid,
  agent_id uuid,
  node text not null,
  mode text not null,
  source text not null,
  sent_at timestamptz,
  ringing_at timestamptz,
  answered_at timestamptz,
  offered_at timestamptz,
  connected_at timestamptz,
  ended_at timestamptz not null,
  wrapped_at timestamptz,
  result text not null,
  disposition text,
  cause int,
  tech_cause int,
  cause_text text,
  ended_by text not null,
  charged boolean not null,
  abandon jsonb,
  primary key (attempt_id, placed_at)
) partition by range (placed_at);
create index call_record_placed on call_record (placed_at desc, attempt_id);
create index call_record_campaign on call_record (campaign_id, placed_at desc) include (result);
create index call_record_agent on call_record (agent_id, placed_at desc) where agent_id is not null;
create index call_record_contact on call_record (contact_id);

-- Intents that have no record. Empty within a minute of quiet (docs/OPERATING.md); open ones are calls that live now:
--   select state, count(*) from intent_without_record where placed_at < now() - interval '1 minute' group by state;
create view intent_without_record as
select a.id as attempt_id, a.group_id, a.campaign_id, a.node, a.state, a.placed_at, a.answered_at, a.connected_at
from attempt a
where not exists (select from call_record r where r.attempt_id = a.id and r.placed_at = a.placed_at);

-- Stops that are in force until lifted; acted on by every process within a second.
create table emergency_stop (
  id uuid primary key,
  trunk_id uuid references trunk,
  reason text not null,
  stopped_by uuid references app_user,
  stopped_at timestamptz not null,
  lifted_by uuid references app_user,
  lifted_at timestamptz
);
create index emergency_stop_active on emergency_stop (stopped_at) where lifted_at is null;

-- Nudges ------------------------------------------------------------------------------------------------------------
-- Channel boda_group; the payload is a group's id, or '*' for all of them. A nudge only spares the wait for the next
-- poll, so one too many does no harm.
create function nudge_group() returns trigger language plpgsql as $$
begin
  perform pg_notify('boda_group', coalesce(new.group_id, old.group_id)::text);
  return null;
end $$;

create function nudge_campaign() returns trigger language plpgsql as $$
begin
  perform pg_notify('boda_group', c.group_id::text)
  from campaign c where c.id = coalesce(new.campaign_id, old.campaign_id);
  return null;
end $$;

create function nudge_all() returns trigger language plpgsql as $$
begin
  perform pg_notify('boda_group', '*');
  return null;
end $$;

create trigger nudge after insert on agent_wish for each row execute function nudge_group();
create trigger nudge after insert or update or delete on campaign for each row execute function nudge_group();
create trigger nudge after insert or update or delete on campaign_trunk for each row execute function nudge_campaign();
create trigger nudge after insert or update or delete on campaign_caller_id
  for each row execute function nudge_campaign();
create trigger nudge after insert or update or delete on agent_group for each statement execute function nudge_all();
create trigger nudge after insert or update or delete on trunk for each statement execute function nudge_all();
create trigger nudge after insert or update or delete on caller_id for each statement execute function nudge_all();
create trigger nudge after insert or update or delete on emergency_stop for each statement execute function nudge_all();
create trigger nudge after insert or update on do_not_call for each statement execute function nudge_all();
