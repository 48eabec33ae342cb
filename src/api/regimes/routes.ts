import type { FastifyInstance } from 'fastify';
import { REGIMES, type Regime } from '../../compliance/regimes/index.ts';
import { answers, nullable } from '../schemas.ts';
import { typed } from '../typed.ts';
import { Regimes } from './schema.ts';

/** The legal regimes that a campaign can choose, each with its source, its date and how sure it is. */
export function regimeRoutes(app: FastifyInstance): void {
  typed(app).get(
    '/regimes',
    { config: { access: 'campaigns.read' }, schema: { tags: ['campaigns'], response: answers(Regimes) } },
    async () => ({ items: [...REGIMES.values()].map(shownRegime) }),
  );
}

function shownRegime(regime: Regime) {
  const { abandon, hours } = regime;
  return {
    ...regime,
    abandon:
      abandon === undefined
        ? null
        : {
            ...abandon,
            aim: nullable(abandon.aim),
            periods: [...abandon.periods],
            ringMinimumMs: nullable(abandon.ringMinimumMs),
            message: [...abandon.message],
            lockOut: nullable(abandon.lockOut),
          },
    hours:
      hours === undefined
        ? null
        : {
            ...hours,
            days: Object.fromEntries(Object.entries(hours.days).map(([day, spans]) => [day, [...(spans ?? [])]])),
          },
    attempts: [...regime.attempts],
    callerNumber: nullable(regime.callerNumber),
    consent: nullable(regime.consent),
    retentionDays: nullable(regime.retentionDays),
    source: [...regime.source],
    verifiedOn: nullable(regime.verifiedOn),
    notes: [...regime.notes],
  };
}
