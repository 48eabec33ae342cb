-- The legal regime of a campaign (src/compliance/regimes), by its key. What the campaign sets itself may only be stricter.
alter table campaign
  add column regime text not null default 'cn' check (regime ~ '^[a-z][a-z0-9-]{0,31}$'),
  -- Windows that are counted from the campaign's beginning are counted from here.
  add column first_started_at timestamptz;
update campaign c set first_started_at =
  coalesce((select min(placed_at) from call_record r where r.campaign_id = c.id), c.created_at)
  where c.status <> 'stopped' or exists (select from call_record r where r.campaign_id = c.id);

-- What ends the lock-out after an abandoned call before its time: 'agent-reserved', or nothing (null).
alter table contact add column abandoned_lock_lifted_by text
  check (abandoned_lock_lifted_by in ('agent-reserved'));
