import { Type } from 'typebox';
import { oneOf, orNull } from '../schemas.ts';

const Ms = Type.Integer();
const Span = Type.Object({ from: Type.Integer(), to: Type.Integer() });

const Abandon = Type.Object({
  limit: Type.Number({ description: 'share of the denominator, not to be passed' }),
  aim: orNull(Type.Number()),
  periods: Type.Array(Type.Object({ type: Type.String(), ms: Type.Optional(Ms) })),
  scope: oneOf(['campaign', 'centre', 'organisation'] as const),
  denominator: oneOf(['live', 'uk-estimate', 'connected', 'all'] as const),
  law: Type.Boolean({ description: 'false: a house rule, no law says so' }),
  deadlineMs: Ms,
  deadlineFrom: oneOf(['off-hook', 'greeting-start', 'greeting-end'] as const),
  ringMinimumMs: orNull(Ms),
  message: Type.Array(Type.String()),
  lockOut: orNull(Type.Object({ ms: Ms, liftedBy: oneOf(['agent-reserved', 'nothing'] as const) })),
  detectionErrorsCount: Type.Boolean(),
});

/** A legal regime as data: a help to whoever sets up a campaign, not legal advice. */
const Regime = Type.Object({
  key: Type.String({ description: 'what a campaign chooses it by' }),
  nameZh: Type.String(),
  nameEn: Type.String(),
  abandon: orNull(Abandon),
  hours: orNull(
    Type.Object({
      days: Type.Record(Type.String(), Type.Array(Span)),
      holidays: oneOf(['open', 'closed'] as const),
      zone: oneOf(['called', 'caller'] as const),
    }),
  ),
  attempts: Type.Array(
    Type.Object({
      max: Type.Integer(),
      windowMs: Ms,
      per: oneOf(['number', 'debt'] as const),
      silenceAfter: Type.Optional(Type.Object({ what: oneOf(['conversation', 'refusal'] as const), ms: Ms })),
    }),
  ),
  callerNumber: orNull(Type.String()),
  consent: orNull(oneOf(['opt-in', 'opt-out'] as const)),
  retentionDays: orNull(Type.Integer()),
  source: Type.Array(Type.String()),
  verifiedOn: orNull(
    Type.String({ description: 'the day on which somebody held it against its source; null: nobody has' }),
  ),
  verifiedBy: oneOf(['law text', 'secondary', 'nobody'] as const),
  confidence: oneOf(['high', 'medium', 'low'] as const),
  notes: Type.Array(Type.String()),
});

export const Regimes = Type.Object({ items: Type.Array(Regime) });
