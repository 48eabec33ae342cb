-- One-time tickets with which a page opens a WebSocket (30 s): deleted by the statement that redeems them, so that whichever
-- process is asked, each is good once. Unlogged: after a crash of Postgres pages ask for new ones.
create unlogged table socket_ticket (
  hash bytea primary key,
  kind text not null check (kind in ('events', 'sip')),
  via text not null check (via in ('session', 'token')),
  via_id uuid not null,
  expires_at timestamptz not null
);
create index socket_ticket_expires on socket_ticket (expires_at);
