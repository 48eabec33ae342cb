-- What the office's doors need: throttled sign-ins, kept answers, break reasons, masked do-not-call numbers.

-- Failed sign-ins by account+address and by address; `key` is a hash, so that no address is kept.
create table sign_in_failure (
  key bytea primary key,
  failures int not null,
  last_at timestamptz not null,
  blocked_until timestamptz
);
create index sign_in_failure_last on sign_in_failure (last_at);

-- The answer to a write under the key that its sender chose; sealed, and without `status` while it is being made.
create table idempotent_answer (
  user_id uuid not null references app_user,
  key text not null,
  fingerprint bytea not null,
  status int,
  body bytea,
  at timestamptz not null,
  primary key (user_id, key)
);
create index idempotent_answer_at on idempotent_answer (at);

-- A number that was never a customer's has no `phone` row to take its mask from.
alter table do_not_call add column masked text;

create index contact_list on contact (list_id);

insert into break_reason (key, name_zh, name_en, kind, minutes) values
  ('busy', '示忙', 'Not ready', 'not-ready', null),
  ('rest', '小休', 'Rest', 'break', 10),
  ('meal', '就餐', 'Meal', 'break', 60),
  ('training', '培训', 'Training', 'break', 60),
  ('meeting', '会议', 'Meeting', 'break', 60);
