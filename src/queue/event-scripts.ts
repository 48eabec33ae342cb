import type { Script } from './script.ts';

/** Appends a frame to a topic. */
export const APPEND: Script = {
  name: 'bodaEventAppend',
  lua: `
-- KEYS  1 meta (e epoch, s last seq, c claim)  2 log (stream of frames, id = seq)  3 now (state key -> body)  4 touched
-- ARGV  1 epoch if one is needed  2 '1': take that epoch in any case  3 frames kept, 0 = none  4 topic  5 channel
--       6 body  7 state key or ''  8 time
-- Numbers the frame, keeps it, tells it to whoever listens. Gives {epoch, seq}. A topic that is not there (new, swept or
-- lost) begins with the epoch given, so that nobody resumes what he never read.
local epoch = redis.call('HGET', KEYS[1], 'e')
if not epoch or ARGV[2] == '1' then
  epoch = ARGV[1]
  redis.call('DEL', KEYS[2], KEYS[3])
  redis.call('HSET', KEYS[1], 'e', epoch, 's', 0)
end
local seq = redis.call('HINCRBY', KEYS[1], 's', 1)
local frame = '{"epoch":"' .. epoch .. '","seq":' .. seq .. ',' .. ARGV[6]
if ARGV[3] ~= '0' then redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[3], seq .. '-0', 'f', frame) end
if ARGV[7] ~= '' then redis.call('HSET', KEYS[3], ARGV[7], ARGV[6]) end
redis.call('ZADD', KEYS[4], 'GT', ARGV[8], ARGV[4])
redis.call('PUBLISH', ARGV[5], frame)
return {epoch, seq}
`,
};

/** Where a topic stands, and what came after a place. */
export const OPEN: Script = {
  name: 'bodaEventOpen',
  lua: `
-- KEYS  as of append
-- ARGV  1 epoch if one is needed  2 epoch known or ''  3 seq known  4 '1': claim the topic for one reader  5 topic
--       6 channel  7 time  8 most frames
-- Gives {epoch, seq, claim, how, frames, bodies}. how: 'fresh' (no place known), 'resumed' (frames = all after the place
-- known), 'stream-lost' (another epoch), 'too-old' (some were trimmed), 'too-much' (more than wanted); bodies = the present
-- states. A claim is a number above every earlier one of the topic, told on the channel: the holder of a lower one is out.
local epoch = redis.call('HGET', KEYS[1], 'e')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'e', epoch, 's', 0)
end
local claim = tonumber(redis.call('HGET', KEYS[1], 'c') or '0')
if ARGV[4] == '1' then
  -- Also above those of a stream that was lost: they were made of earlier times. By Redis's own clock, one for all
  -- processes, and to put claims in order only.
  local time = redis.call('TIME')
  claim = math.max(claim + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
  redis.call('HSET', KEYS[1], 'c', string.format('%.0f', claim))
  redis.call('PUBLISH', ARGV[6], 'claim ' .. string.format('%.0f', claim))
end
redis.call('ZADD', KEYS[4], 'GT', ARGV[7], ARGV[5])
local seq = tonumber(redis.call('HGET', KEYS[1], 's'))
local how, frames, known = 'resumed', {}, tonumber(ARGV[3])
if ARGV[2] == '' then how = 'fresh'
elseif ARGV[2] ~= epoch or known > seq then how = 'stream-lost'
elseif seq - known > tonumber(ARGV[8]) then how = 'too-much'
elseif seq > known then
  for _, entry in ipairs(redis.call('XRANGE', KEYS[2], (known + 1) .. '-0', seq .. '-0')) do
    frames[#frames + 1] = entry[2][2]
  end
  if #frames < seq - known then how, frames = 'too-old', {} end
end
return {epoch, seq, string.format('%.0f', claim), how, frames, redis.call('HVALS', KEYS[3])}
`,
};

/** Removes topics that nobody wrote or opened for long. */
export const SWEEP: Script = {
  name: 'bodaEventSweep',
  lua: `
-- KEYS  1 touched
-- ARGV  1 prefix of topics' keys  2 untouched since  3 most at once
-- Gives how many topics were removed.
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])
for _, topic in ipairs(old) do
  local key = ARGV[1] .. topic
  redis.call('DEL', key, key .. ':log', key .. ':now')
  redis.call('ZREM', KEYS[1], topic)
end
return #old
`,
};
