-- Trunks, caller numbers (RULES.md "Lines", "Results").

alter table trunk
  -- Trunks of a lower order are used first; among equals weight shares.
  add column failover_order int not null default 0 check (failover_order between 0 and 99),
  -- 外地加0: area code (without 0) and 归属地 of the trunk's own city; null = numbers are dialed alike everywhere.
  add column home_area text check (home_area ~ '^[1-9][0-9]{1,2}$'),
  add column home_region text,
  add column away_prefix text not null default '0' check (away_prefix ~ '^[0-9*#]{0,6}$'),
  -- SIP code × prompt → result, the first that fits: [{"sip":404,"prompt":null,"result":"UNREACHABLE"}]
  add column result_rules jsonb not null default '[]',
  -- The numbers that the carrier lets this trunk show; null = it keeps no list.
  add column caller_list text[];

create table caller_pool (
  id uuid primary key,
  name text not null unique,
  rotation text not null default 'round-robin' check (rotation in ('round-robin', 'local-match', 'least-used')),
  created_at timestamptz not null
);

alter table caller_id
  add column pool_id uuid references caller_pool,
  -- What proves that we may show it: number or place of the authorisation or 报备 file. Null = unproved, not used.
  add column authorisation text,
  -- Empty = every use, every region.
  add column allowed_use text[] not null default '{}',
  add column allowed_regions text[] not null default '{}',
  -- Its own 归属地, for the local match.
  add column region text,
  add column per_hour int check (per_hour > 0),
  add column per_day int check (per_day > 0),
  add column min_gap_ms int not null default 0 check (min_gap_ms >= 0),
  -- So many refusals by callees or carriers in a row, and it rests so long.
  add column cool_after int check (cool_after between 1 and 100),
  add column cool_down_ms int not null default 3600000 check (cool_down_ms > 0);
create index caller_id_pool on caller_id (pool_id) where pool_id is not null;

alter table campaign
  add column caller_pool_id uuid references caller_pool,
  add column caller_use text;

-- What a number was used for, newest first: caps, gap, rotation and cool-down are read from it inside the intent.
create index attempt_caller on attempt (caller_id_id, placed_at desc) where charged and caller_id_id is not null;

create trigger nudge after update on caller_pool for each statement execute function nudge_all();
