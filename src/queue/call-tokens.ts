import type { Redis } from 'ioredis';
import type { CallTokens } from '../dialer/ports.ts';
import { answered } from './away.ts';
import { type Script, scriptOn } from './script.ts';

/**
 * GCRA keeps the pace (ITU-T I.371, "virtual scheduling"); on its own it lets rate + burst − 1 calls into one second, and
 * a carrier counts seconds. So the sends of the last second are counted beside it.
 */
const TAKE: Script = {
  name: 'bodaTakeTokens',
  lua: `
-- KEYS  a hash for each cap: tat = theoretical arrival time (ms), log = "time:count ..." of the last second
-- ARGV  1 now  2 wanted  then for each key: calls per second, burst
-- Gives n <= wanted: as many as every cap allows now; takes n tokens of each. In no second (half open, by the times
-- given) are there more than floor(calls per second). A time before the last one given counts as that one; a state from
-- more than 10 s in the future is a clock that was set back: it is thrown away, with all tokens spent.
local given, n = tonumber(ARGV[1]), tonumber(ARGV[2])
local caps = {}
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  local gap = 1000 / rate
  local state = redis.call('HMGET', key, 'tat', 'log')
  local tat, log, last, inSecond = tonumber(state[1] or given), {}, given, 0
  if tat > given + burst * gap + 10000 then
    tat = given + burst * gap
    redis.call('HSET', key, 'tat', string.format('%.3f', tat), 'log', '')
  else
    for time in string.gmatch(state[2] or '', '(%d+):%d+') do last = math.max(last, tonumber(time)) end
    for time, count in string.gmatch(state[2] or '', '(%d+):(%d+)') do
      if tonumber(time) > last - 1000 then
        log[#log + 1] = time .. ':' .. count
        inSecond = inSecond + tonumber(count)
      end
    end
  end
  tat = math.max(tat, last)
  n = math.min(n, math.floor((last + burst * gap - tat) / gap + 0.000001))
  if rate >= 1 then n = math.min(n, math.floor(rate) - inSecond) end
  caps[i] = {key = key, gap = gap, tat = tat, log = log, last = last}
end
if n <= 0 then return 0 end
for _, cap in ipairs(caps) do
  cap.log[#cap.log + 1] = string.format('%.0f:%.0f', cap.last, n)
  redis.call('HSET', cap.key, 'tat', string.format('%.3f', cap.tat + n * cap.gap), 'log', table.concat(cap.log, ' '))
end
return n
`,
};

/** Calls per second of trunks, nodes and caller ids, shared by every dialer (RULES.md "Lines", LIBRARIES.md). */
export class RedisCallTokens implements CallTokens {
  readonly #take: ReturnType<typeof scriptOn>;
  readonly #prefix: string;

  constructor(redis: Redis, prefix = 'boda:') {
    this.#take = scriptOn(redis, TAKE);
    this.#prefix = prefix;
  }

  /**
   * `burst`: how many may be sent at once after a pause, 1 … `perSecond`. A cap that is not above 0 lets nothing pass.
   * Rejects with `RedisAway`.
   */
  async take(
    caps: readonly { key: string; perSecond: number; burst: number }[],
    wanted: number,
    now: number,
  ): Promise<number> {
    if (wanted <= 0 || caps.some((cap) => !(cap.perSecond > 0))) return 0;
    if (caps.length === 0) return wanted;
    const keys = caps.map((cap) => `${this.#prefix}tokens:${cap.key}`);
    const args = caps.flatMap((cap) => [cap.perSecond, Math.max(1, cap.burst || 1)]);
    return Number(await answered('take tokens', this.#take(keys, [now, wanted, ...args])));
  }
}
