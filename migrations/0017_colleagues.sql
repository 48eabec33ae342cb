-- Two agents on one call.

-- The call that the seat has in hand is a colleague's, who asked him in: no result is asked of him.
alter table agent_seat add column guest boolean not null default false;

-- Who talked in a call that more than one agent had (通话分段), in the order of `seq`. Written while the call goes on and with its
-- record; no reference to the attempt, which a failover of Postgres may have lost until its record brings it back.
create table call_segment (
  attempt_id uuid not null,
  seq int not null,
  agent_id uuid not null references app_user,
  kind text not null check (kind in ('talk', 'consult', 'conference')),
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (attempt_id, seq)
);
