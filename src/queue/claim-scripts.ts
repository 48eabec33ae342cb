import type { Script } from './script.ts';

/** Takes the next contacts. */
export const CLAIM: Script = {
  name: 'bodaClaim',
  lua: `
-- KEYS  1 meta  2 ready  3 waiting  4 entries  5 flight  6 claimed
-- ARGV  1 prefix of charged keys  2 most claims  3 now  4 epoch known  5 writes known  6 mark stands until
--       7 look again at a number in flight at  8 most entries looked at
-- Gives {'rebuild'} when the epoch is not the known one or fewer writes are there than were seen: data was lost.
-- Gives {'claims', writes, entry...} else. Each entry has left the queue and its number is marked as in flight. A
-- contact whose number is in flight, or over a frequency window, is moved to waiting with the time to look again.
local meta = redis.call('HMGET', KEYS[1], 'e', 'n', 'w')
if meta[1] ~= ARGV[4] or tonumber(meta[2]) < tonumber(ARGV[5]) then return {'rebuild'} end
local now = tonumber(ARGV[3])

local back = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[3], 'LIMIT', 0, 500)
for _, contact in ipairs(back) do
  redis.call('ZREM', KEYS[3], contact)
  local entry = redis.call('HGET', KEYS[4], contact)
  if entry then redis.call('ZADD', KEYS[2], string.match(entry, '|(%d+)$'), contact) end
end
local over = redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', ARGV[3], 'LIMIT', 0, 100)
for _, blind in ipairs(over) do
  redis.call('ZREM', KEYS[5], blind)
  redis.call('HDEL', KEYS[6], blind)
end

local function freeAt(blind)
  local at = 0
  for max, span in string.gmatch(meta[3] or '', '(%d+):(%d+)') do
    local nth = redis.call('ZREVRANGE', ARGV[1] .. blind, max - 1, max - 1, 'WITHSCORES')
    if nth[2] then at = math.max(at, tonumber(nth[2]) + tonumber(span)) end
  end
  return at
end

local most, looks = tonumber(ARGV[2]), tonumber(ARGV[8])
local reply, changed = {'claims', meta[2]}, #back > 0
while #reply - 2 < most and looks > 0 do
  looks = looks - 1
  local contact = redis.call('ZPOPMIN', KEYS[2])[1]
  if not contact then break end
  changed = true
  local entry = redis.call('HGET', KEYS[4], contact)
  if entry then
    local blind = string.match(entry, '^[^|]*|[^|]*|([^|]*)|')
    if redis.call('ZSCORE', KEYS[5], blind) then
      redis.call('ZADD', KEYS[3], ARGV[7], contact)
    else
      local free = freeAt(blind)
      if free > now then
        redis.call('ZADD', KEYS[3], string.format('%.0f', free), contact)
      else
        redis.call('HDEL', KEYS[4], contact)
        redis.call('ZADD', KEYS[5], ARGV[6], blind)
        redis.call('HSET', KEYS[6], blind, entry)
        reply[#reply + 1] = entry
      end
    end
  end
end
if changed then reply[2] = tostring(redis.call('HINCRBY', KEYS[1], 'n', 1)) end
return reply
`,
};

/** Gives claims back at their old place. */
export const PUT_BACK: Script = {
  name: 'bodaPutBack',
  lua: `
-- KEYS  1 meta  2 ready  3 entries  4 flight  5 claimed
-- ARGV  1 epoch known  then pairs of blind index, contact
-- Only a claim of this very contact is undone; after a rebuild (another epoch) the mark alone is lifted, because the
-- contact stands in the new queue already. Gives the number of contacts that are back.
local mine = redis.call('HGET', KEYS[1], 'e') == ARGV[1]
local count = 0
for i = 2, #ARGV, 2 do
  local entry = redis.call('HGET', KEYS[5], ARGV[i])
  if entry and string.sub(entry, 1, #ARGV[i + 1] + 1) == ARGV[i + 1] .. '|' then
    redis.call('ZREM', KEYS[4], ARGV[i])
    redis.call('HDEL', KEYS[5], ARGV[i])
    if mine and redis.call('HSETNX', KEYS[3], ARGV[i + 1], entry) == 1 then
      redis.call('ZADD', KEYS[2], string.match(entry, '|(%d+)$'), ARGV[i + 1])
      count = count + 1
    end
  end
end
if count > 0 then redis.call('HINCRBY', KEYS[1], 'n', 1) end
return count
`,
};

/** Notes charged attempts of numbers. */
export const CHARGE: Script = {
  name: 'bodaCharge',
  lua: `
-- KEYS  1 last charged
-- ARGV  1 prefix of charged keys  2 forget what was charged before  then triples of blind index, attempt, time
-- The same attempt twice is one charge. Sweeps at most 20 numbers whose last charge is too old to matter.
for i = 3, #ARGV, 3 do
  local key = ARGV[1] .. ARGV[i]
  redis.call('ZADD', key, ARGV[i + 2], ARGV[i + 1])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. ARGV[2])
  redis.call('ZADD', KEYS[1], 'GT', ARGV[i + 2], ARGV[i])
end
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[2], 'LIMIT', 0, 20)
for _, blind in ipairs(old) do
  redis.call('DEL', ARGV[1] .. blind)
  redis.call('ZREM', KEYS[1], blind)
end
return #old
`,
};
