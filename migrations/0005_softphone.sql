-- A phone in the browser: its password is minted for one sign-in. `via_id`: the session or API token through which the agent
-- works at his seat; when it is revoked, he is taken off the seat at once (FAULTS 57), whoever revoked it and how.
alter table agent_seat
  add column sip_minted_at timestamptz,
  add column via_id uuid;
create index agent_seat_via on agent_seat (via_id) where via_id is not null;

create function revoke_seat() returns trigger language plpgsql as $$
declare
  seat agent_seat;
  wish uuid := gen_random_uuid();
begin
  update agent_seat set via_id = null, sip_minted_at = null where via_id = new.id returning * into seat;
  if found then
    insert into agent_wish (id, agent_id, group_id, body, at)
    values (wish, seat.agent_id, seat.group_id,
      jsonb_build_object('id', wish, 'agentId', seat.agent_id, 'type', 'revoked',
        'at', floor(extract(epoch from new.revoked_at) * 1000)::bigint),
      new.revoked_at);
  end if;
  return null;
end $$;

create trigger revoke_seat after update of revoked_at on session
  for each row when (old.revoked_at is null and new.revoked_at is not null) execute function revoke_seat();
create trigger revoke_seat after update of revoked_at on api_token
  for each row when (old.revoked_at is null and new.revoked_at is not null) execute function revoke_seat();
