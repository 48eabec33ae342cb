-- Exports as jobs (RULES.md "Export"): ordered with a reason, approved by another person where that is asked for, written by
-- a worker, fetched by whoever ordered it. `run` is a fencing number, as of imports.
create table export (
  id uuid primary key,
  kind text not null check (kind in ('contacts', 'call-records', 'do-not-call')),
  format text not null check (format in ('csv', 'xlsx')),
  department_id uuid not null references team,
  created_by uuid not null references app_user,
  created_at timestamptz not null,
  reason text not null,
  filter jsonb not null default '{}',
  columns text[] not null,
  full_numbers boolean not null default false,
  -- Sealed; of a file with full numbers, until the file is there.
  password bytea,
  locale text not null default 'zh-CN',
  state text not null
    check (state in ('waiting', 'queued', 'running', 'done', 'failed', 'cancelled', 'refused', 'expired')),
  -- Rows counted when it was ordered, at most one more than the cap.
  expected int not null,
  decided_by uuid references app_user,
  decided_at timestamptz,
  decision text,
  run int not null default 0,
  rows int not null default 0,
  bytes bigint not null default 0,
  downloads int not null default 0,
  beat_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz,
  failure text,
  check (not full_numbers or format = 'xlsx'),
  check (decided_by is distinct from created_by)
);
create index export_department on export (department_id, id desc);
create index export_own on export (created_by, id desc);
create index export_alive on export (state) where state in ('waiting', 'queued', 'running', 'done');

-- The file, sealed, in pieces. 'plain': what is still to be encrypted; it goes with the end of the run.
create table export_chunk (
  export_id uuid not null references export on delete cascade,
  part text not null check (part in ('plain', 'file')),
  seq int not null,
  body bytea not null,
  primary key (export_id, part, seq)
);
