import { Type } from 'typebox';
import { CALLER_ROTATIONS, CALLER_TROUBLES } from '../../domain/caller-number.ts';
import { PROOF_TYPES } from '../../domain/caller-proof.ts';
import { LINE_RESULTS } from '../../domain/line-results.ts';
import { Key } from '../agent-groups/schema.ts';
import { closed, Day, Id, oneOf, orNull, Time, text } from '../schemas.ts';

/** A SIP URI of a carrier. No white space, quotes or separators: it goes into Asterisk's configuration. */
const SipUri = Type.String({
  pattern: '^sips?:(?:[A-Za-z0-9._+-]{1,64}@)?[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?(?:;transport=(?:udp|tcp|tls))?$',
  description: 'sip:[user@]host[:port][;transport=udp|tcp|tls]',
});
const Codec = Type.String({ pattern: '^[a-z0-9]{2,12}$', description: 'the name of a codec, like alaw' });

const Number_ = Type.String({
  pattern: '^\\+?[0-9]{3,20}$',
  description: '3 to 20 digits, with a + where international',
});

const trunk = {
  name: text(80),
  sipUri: SipUri,
  codecs: Type.Array(Codec, { minItems: 1, maxItems: 10, uniqueItems: true }),
  callsPerSecond: Type.Number({ minimum: 0.1, maximum: 1_000 }),
  channels: Type.Integer({ minimum: 1, maximum: 10_000 }),
  weight: Type.Integer({ minimum: 1, maximum: 1_000 }),
  enabled: Type.Boolean(),
  dialPrefix: Type.String({ pattern: '^[0-9*#]{0,12}$', description: 'up to 12 of 0-9 * #' }),
  stripPlus: Type.Boolean(),
  nationalOnly: Type.Boolean(),
  failoverOrder: Type.Integer({ minimum: 0, maximum: 99, description: 'trunks of a lower order are used first' }),
  homeArea: orNull(Type.String({ pattern: '^[1-9][0-9]{1,2}$', description: 'an area code without its 0, like 755' })),
  homeRegion: orNull(text(40)),
  awayPrefix: Type.String({ pattern: '^[0-9*#]{0,6}$', description: 'up to 6 of 0-9 * #' }),
  resultRules: Type.Array(
    closed({
      sip: orNull(Type.Integer({ minimum: 300, maximum: 699 })),
      prompt: orNull(Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'the name of an announcement' })),
      result: oneOf(LINE_RESULTS),
    }),
    { maxItems: 200, description: 'the first rule that fits tells the result; null fits everything' },
  ),
  callerList: orNull(
    Type.Array(Number_, { maxItems: 10_000, uniqueItems: true, description: 'numbers that it may show; null = any' }),
  ),
};
const optional = Type.Partial(closed(trunk)).properties;

export const NewTrunk = closed({
  ...optional,
  key: Key,
  name: trunk.name,
  sipUri: trunk.sipUri,
  callsPerSecond: trunk.callsPerSecond,
  channels: trunk.channels,
});
export const TrunkChange = closed(optional, { minProperties: 1 });

const binding = {
  url: text(400),
  timeoutMs: Type.Integer({ minimum: 100, maximum: 1_500, description: 'the call waits so long for the answer' }),
};
/** Null takes it away. */
export const BindingBody = closed({
  binding: orNull(
    closed({
      ...binding,
      secret: Type.String({
        minLength: 16,
        maxLength: 200,
        description: 'the questions are signed under it; never shown',
      }),
    }),
  ),
});
export const Trunk = Type.Object({
  ...trunk,
  id: Id,
  key: Type.String(),
  binding: orNull(Type.Object(binding)),
  createdAt: Time,
});
export const Trunks = Type.Object({ items: Type.Array(Trunk) });

const some = (most: number) => Type.Array(text(40), { maxItems: most, uniqueItems: true });
const Cap = orNull(Type.Integer({ minimum: 1, maximum: 100_000 }));
const callerId = {
  trunkId: orNull(Id),
  holder: orNull(text(120)),
  enabled: Type.Boolean(),
  expiresOn: orNull(Day),
  poolId: orNull(Id),
  authorisation: orNull(text(200)),
  allowedUse: some(20),
  allowedRegions: some(200),
  region: orNull(text(40)),
  perHour: Cap,
  perDay: Cap,
  minGapMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
  coolAfter: orNull(Type.Integer({ minimum: 1, maximum: 100 })),
  coolDownMs: Type.Integer({ minimum: 1_000, maximum: 30 * 86_400_000 }),
};
const someOfCallerId = Type.Partial(closed(callerId)).properties;

export const NewCallerId = closed({ ...someOfCallerId, number: Number_ });
export const CallerIdChange = closed(someOfCallerId, { minProperties: 1 });
export const CallerId = Type.Object({
  ...callerId,
  id: Id,
  number: Type.String({ description: 'our own number, as callees see it' }),
  usable: Type.Boolean(),
  troubles: Type.Array(Type.Object({ code: oneOf(CALLER_TROUBLES), 'zh-CN': Type.String(), en: Type.String() }), {
    description: 'why it is not used; empty when it is',
  }),
  proof: orNull(
    Type.Object({ name: Type.String(), type: oneOf(PROOF_TYPES), bytes: Type.Integer(), uploadedAt: Time }),
  ),
  expiresInDays: orNull(Type.Integer({ description: 'set from 30 days before the last day of use on' })),
  createdAt: Time,
});
export const ProofQuery = closed({ name: text(120) });
export const CallerIds = Type.Object({ items: Type.Array(CallerId) });

const pool = { name: text(80), rotation: oneOf(CALLER_ROTATIONS) };
export const NewCallerPool = closed({ name: pool.name, rotation: Type.Optional(pool.rotation) });
export const CallerPoolChange = closed(Type.Partial(closed(pool)).properties, { minProperties: 1 });
export const CallerPool = Type.Object({ ...pool, id: Id, numbers: Type.Integer(), createdAt: Time });
export const CallerPools = Type.Object({ items: Type.Array(CallerPool) });

export const HealthQuery = closed({
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  callerIdId: Type.Optional(Id),
});
const Share = orNull(Type.Number({ description: '0 to 1; null while there was no call to divide by' }));
export const Health = Type.Object({
  from: Time,
  to: Time,
  items: Type.Array(
    Type.Object({
      callerIdId: Id,
      number: Type.String(),
      calls: Type.Integer(),
      answered: Type.Integer(),
      connected: Type.Integer(),
      shortHangUps: Type.Integer(),
      blocked: Type.Integer(),
      rejected: Type.Integer(),
      answerRate: Share,
      shortHangUpShare: Share,
      blockedShare: Share,
    }),
  ),
});
