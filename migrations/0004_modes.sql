-- Manual and preview calls beside the paced ones, call-backs of one agent or squad, breaks, drafts of results.

-- How a campaign's contacts are dialed (docs/decisions/0006): 'auto' by the group's pacing, 'preview' shown to an agent first.
alter table campaign
  add column mode text not null default 'auto' check (mode in ('auto', 'preview')),
  add column preview_ms int not null default 60000 check (preview_ms between 1000 and 1200000),
  add column preview_then text not null default 'dial' check (preview_then in ('dial', 'skip')),
  add column preview_skip_ms bigint not null default 600000 check (preview_skip_ms between 120000 and 2592000000);

-- RULES.md "Call-backs": a bound contact never enters the ready queue. `skips`: how often agents passed it over.
alter table contact
  add column bound_agent_id uuid references app_user,
  add column bound_squad_id uuid references team,
  add column skips int not null default 0;
create index contact_bound on contact (campaign_id, due_at)
  where state = 'open' and (bound_agent_id is not null or bound_squad_id is not null);

-- A contact that is shown to an agent. The row is the claim: whatever dies, the contact is not lost and nobody else gets it.
-- `id` becomes the attempt's.
create table preview (
  id uuid primary key,
  group_id uuid not null references agent_group,
  agent_id uuid not null unique references app_user,
  contact_id uuid not null unique references contact,
  campaign_id uuid not null references campaign,
  shown_at timestamptz not null,
  ends_at timestamptz not null
);
create index preview_group on preview (group_id);

create table preview_skip (
  id uuid primary key,
  contact_id uuid not null references contact,
  campaign_id uuid not null references campaign,
  agent_id uuid not null references app_user,
  -- 'agent' said so, or the time was 'over'.
  by text not null check (by in ('agent', 'over')),
  reason text,
  at timestamptz not null
);
create index preview_skip_contact on preview_skip (contact_id, at);
create index preview_skip_campaign on preview_skip (campaign_id, at);

-- `owner_id`: the one agent for whom the call is placed (manual, preview). `was_closed`: the contact was closed before and
-- is again after it. `call_back_for`: whose a CALLBACK is.
alter table attempt
  add column owner_id uuid references app_user,
  add column was_closed boolean not null default false,
  add column call_back_for text check (call_back_for in ('anyone', 'squad', 'me'));
create index attempt_unfilled on attempt (agent_id) where disposition = 'UNFILLED';

-- What an agent has written of a call's result so far; the note stays when the result is given.
create table call_draft (
  attempt_id uuid primary key,
  agent_id uuid not null references app_user,
  body jsonb not null,
  at timestamptz not null
);
create index call_draft_at on call_draft (at);

-- The runner's word on a wish that waits for one (a manual call, a preview accepted, a break with few places).
alter table agent_wish add column answer jsonb;
create index agent_wish_agent on agent_wish (agent_id, at);

alter table agent_seat
  drop constraint agent_seat_state_check,
  add constraint agent_seat_state_check check (state in
    ('offline', 'connecting', 'idle', 'preview', 'dialing', 'reserved', 'talking', 'wrapup', 'paused')),
  add column deadline_at timestamptz,
  add column extended boolean not null default false;

alter table agent_interval
  drop constraint agent_interval_state_check,
  add constraint agent_interval_state_check check (state in
    ('connecting', 'idle', 'preview', 'dialing', 'reserved', 'talking', 'wrapup', 'paused'));
