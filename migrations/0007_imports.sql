-- Imports as jobs, their files and faults; further numbers of a contact; 归属地 that the owner supplies.

-- One import is one data batch: where the rows come from, what they cost, on what right they are used.
-- `run` is a fencing number: a job that was taken over writes nothing more. `done_row`: all rows of the file up to this
-- one are in, written in the transaction of the rows themselves; so a killed import goes on without doubling one.
create table import (
  id uuid primary key,
  kind text not null check (kind in ('contacts', 'do-not-call')),
  list_id uuid references list,
  campaign_id uuid references campaign,
  department_id uuid not null references team,
  created_by uuid not null references app_user,
  created_at timestamptz not null,
  state text not null
    check (state in ('receiving', 'held', 'queued', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  bytes bigint not null default 0,
  options jsonb not null default '{}',
  source text,
  supplier text,
  price numeric check (price >= 0),
  legal_basis text,
  proof text,
  run int not null default 0,
  done_row bigint not null default 0,
  done_bytes bigint not null default 0,
  rows int not null default 0,
  imported int not null default 0,
  updated int not null default 0,
  moved int not null default 0,
  duplicates int not null default 0,
  do_not_call int not null default 0,
  rejected int not null default 0,
  undone int not null default 0,
  kept int not null default 0,
  beat_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  failure jsonb
);
create index import_list on import (list_id, id desc);
create index import_department on import (department_id, id desc);
create index import_unfinished on import (state) where state in ('receiving', 'queued', 'running', 'undoing');

-- The uploaded file, sealed, in pieces; gone when the import has ended.
create table import_chunk (
  import_id uuid not null references import on delete cascade,
  seq int not null,
  body bytea not null,
  primary key (import_id, seq)
);

-- Rows that were not taken, and cells that were not; values are masked before they get here.
create table import_fault (
  import_id uuid not null references import on delete cascade,
  id bigint generated always as identity,
  row int not null,
  column_title text,
  value text not null,
  reason text not null,
  primary key (import_id, id)
);

-- How a contact looked before an import changed or moved it, for the undo.
create table import_before (
  import_id uuid not null references import on delete cascade,
  contact_id uuid not null,
  before jsonb not null,
  primary key (import_id, contact_id)
);

create table import_template (
  id uuid primary key,
  department_id uuid not null references team,
  name text not null,
  options jsonb not null,
  created_by uuid not null references app_user,
  created_at timestamptz not null,
  unique (department_id, name)
);

alter table contact add column import_id uuid, add column external_id text;
create index contact_external on contact (external_id) where external_id is not null;

-- The numbers of a contact beside `contact.phone_id`, in the order of the file; `position` begins at 2.
create table contact_number (
  contact_id uuid not null references contact on delete cascade,
  position smallint not null check (position >= 2),
  phone_id uuid not null references phone,
  primary key (contact_id, position)
);
create index contact_number_phone on contact_number (phone_id);

-- 归属地 by the first seven digits of a mainland mobile, from a file of the owner's; goes before the table that is shipped.
create table number_place (
  prefix int primary key check (prefix between 1300000 and 1999999),
  region text not null,
  carrier text
);
