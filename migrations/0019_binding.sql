-- The pre-dial binding hook of a trunk (隐私号 AXB, 双呼): asked before each call for the number to dial and to show.
-- The secret under which the questions are signed is sealed like every other.
alter table trunk
  add column binding_url text,
  add column binding_secret bytea,
  add column binding_timeout_ms int check (binding_timeout_ms between 100 and 1500),
  add constraint trunk_binding check (
    (binding_url is null) = (binding_secret is null) and (binding_url is null) = (binding_timeout_ms is null));

-- The authorisation or 报备 of a number of ours as a file, sealed. A number with neither a file nor a word of one is not used.
create table caller_proof (
  caller_id_id uuid primary key references caller_id,
  name text not null,
  type text not null check (type in ('pdf', 'jpg', 'png')),
  bytes int not null,
  body bytea not null,
  uploaded_by uuid not null references app_user,
  uploaded_at timestamptz not null
);
create trigger nudge after insert on caller_proof for each statement execute function nudge_all();
