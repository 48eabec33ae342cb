import type { Script } from './script.ts';

/** Throws a campaign's queue away and begins a new one. */
export const BEGIN: Script = {
  name: 'bodaBegin',
  lua: `
-- KEYS  1 meta  2 ready  3 waiting  4 entries  5 flight  6 claimed
-- ARGV  1 campaign  2 least epoch
-- Removes every entry of the campaign and the marks of its claims; nothing can be claimed until the build is finished.
-- Gives the epoch of the build: greater than any that this campaign has had here, and at least the least one.
for _, key in ipairs({KEYS[2], KEYS[3]}) do
  local contacts = redis.call('ZRANGE', key, 0, -1)
  for i = 1, #contacts, 1000 do
    redis.call('HDEL', KEYS[4], unpack(contacts, i, math.min(i + 999, #contacts)))
  end
end
local claims = redis.call('HGETALL', KEYS[6])
for i = 1, #claims, 2 do
  if string.match(claims[i + 1], '^[^|]*|([^|]*)|') == ARGV[1] then
    redis.call('ZREM', KEYS[5], claims[i])
    redis.call('HDEL', KEYS[6], claims[i])
  end
end
local old = redis.call('HMGET', KEYS[1], 'e', 'b')
local epoch = math.max(tonumber(ARGV[2]), tonumber(old[1] or 0) + 1, tonumber(old[2] or 0) + 1)
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
redis.call('HSET', KEYS[1], 'b', string.format('%.0f', epoch), 'n', 0)
return string.format('%.0f', epoch)
`,
};

/** Puts entries into a queue. */
export const PUT: Script = {
  name: 'bodaPut',
  lua: `
-- KEYS  1 meta  2 ready  3 entries
-- ARGV  1 epoch  then entries
-- Gives -1 when the queue is neither open nor being built under this epoch; else how many entries were new. A contact
-- that is in any queue already stays where it is.
local meta = redis.call('HMGET', KEYS[1], 'e', 'b')
if meta[1] ~= ARGV[1] and meta[2] ~= ARGV[1] then return -1 end
local added = 0
for i = 2, #ARGV do
  local contact = string.match(ARGV[i], '^[^|]*')
  if redis.call('HSETNX', KEYS[3], contact, ARGV[i]) == 1 then
    redis.call('ZADD', KEYS[2], string.match(ARGV[i], '|(%d+)$'), contact)
    added = added + 1
  end
end
if added > 0 then redis.call('HINCRBY', KEYS[1], 'n', 1) end
return added
`,
};

/** Opens a queue that was built. */
export const FINISH: Script = {
  name: 'bodaFinish',
  lua: `
-- KEYS  1 meta
-- ARGV  1 epoch of the build
-- Gives 1, or 0 when that build is gone: something was lost meanwhile, or another process began anew.
if redis.call('HGET', KEYS[1], 'b') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'b')
redis.call('HSET', KEYS[1], 'e', ARGV[1])
return 1
`,
};

/** Takes contacts out of a queue. */
export const REMOVE: Script = {
  name: 'bodaRemove',
  lua: `
-- KEYS  1 meta  2 ready  3 waiting  4 entries
-- ARGV  contacts
-- Gives how many were there.
local count = 0
for _, contact in ipairs(ARGV) do
  if redis.call('ZREM', KEYS[2], contact) + redis.call('ZREM', KEYS[3], contact) > 0 then
    redis.call('HDEL', KEYS[4], contact)
    count = count + 1
  end
end
if count > 0 then redis.call('HINCRBY', KEYS[1], 'n', 1) end
return count
`,
};

/** Tells of the contacts that wait longest. */
export const LATE: Script = {
  name: 'bodaLate',
  lua: `
-- KEYS  1 waiting
-- ARGV  1 after  2 most
-- Gives contact, time, contact, time... of those that are looked at again only after the given time.
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
`,
};

/** Restores the marks of numbers in flight. */
export const MARK: Script = {
  name: 'bodaMark',
  lua: `
-- KEYS  1 flight  2 claimed
-- ARGV  1 marks stand until  then blind indexes
-- Replaces all marks that were restored before; those of claims stay as they are.
local claims = redis.call('HGETALL', KEYS[2])
for i = 1, #claims, 2 do
  if claims[i + 1] == '-' then
    redis.call('ZREM', KEYS[1], claims[i])
    redis.call('HDEL', KEYS[2], claims[i])
  end
end
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[i])
  redis.call('HSETNX', KEYS[2], ARGV[i], '-')
end
return #ARGV - 1
`,
};
