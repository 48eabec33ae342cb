-- The pre-dial binding hook of a trunk (隐私号 AXB, 双呼): asked before each call for the number to dial and to show.
-- The secret under which the questions are signed is sealed like every other.
alter table trunk
  add column binding_url text,
  add column binding_secret bytea,
  add column binding_timeout_ms int check (binding_timeout_ms between 100 and 1500),
  add constraint trunk_binding check (
    (binding_url is null) = (binding_secret is null) and (binding_url is null) = (binding_timeout_ms is null));
