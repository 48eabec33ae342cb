import { abandonRuleOf, regimeOf, windowsOf } from '../../compliance/regimes/index.ts';
import type { CampaignView } from '../../domain/office.ts';
import type { Scope } from '../../domain/roles.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import type { GroupFigures } from '../ports.ts';
import { iso } from '../schemas.ts';

export interface AbandonCounts {
  connected: number;
  abandoned: number;
  /** By the windows of the campaign's regime, in their order. */
  windows: { connected: number; abandoned: number }[];
}

/**
 * How a campaign goes now: the engine's own figures, and the abandon rate over the campaign's window and those of its regime from
 * the records (`known`: counted a moment ago, not to be counted again).
 */
export async function liveOf(deps: ApiDeps, scope: Scope, id: string, known?: AbandonCounts) {
  const campaign = found(await deps.campaigns.get(scope, id));
  const now = deps.clock.now();
  const from = now - campaign.abandonWindowMs;
  const regime = regimeOf(campaign.regime);
  const width = abandonRuleOf(regime).scope;
  const windows = windowsOf(campaign, regime, now, deps.floorZone).map(({ name, limit, sinceMs, lengthMs }) => ({
    name,
    limit,
    from: sinceMs ?? now - (lengthMs ?? 0),
  }));
  const [figures, counts] = await Promise.all([
    deps.live.group(campaign.groupId),
    fits(known, windows.length) ?? countedOf(deps, scope, id, from, windows, width),
  ]);
  const people = counts.connected + counts.abandoned;
  return {
    campaignId: id,
    groupId: campaign.groupId,
    status: campaign.status,
    at: iso(figures?.at ?? now),
    engine: figures === undefined ? null : engineOf(figures, campaign),
    abandon: {
      target: campaign.abandonTarget,
      windowMs: campaign.abandonWindowMs,
      from: iso(from),
      connected: counts.connected,
      abandoned: counts.abandoned,
      rate: people === 0 ? null : counts.abandoned / people,
      regime: campaign.regime,
      scope: width,
      windows: windows.map((window, i) => {
        const { connected, abandoned } = counts.windows[i] ?? NOBODY;
        return {
          ...window,
          from: iso(window.from),
          connected,
          abandoned,
          left: window.limit * (connected + abandoned) - abandoned,
        };
      }),
    },
  };
}

/** What was counted a moment ago, unless the regime has changed since. */
function fits(known: AbandonCounts | undefined, windows: number): AbandonCounts | undefined {
  return known?.windows.length === windows ? known : undefined;
}

async function countedOf(
  { campaigns }: ApiDeps,
  scope: Scope,
  id: string,
  from: number,
  windows: readonly { from: number }[],
  width: 'campaign' | 'centre' | 'organisation',
): Promise<AbandonCounts> {
  const [own, ...byWindow] = await Promise.all([
    campaigns.abandonFigures(scope, id, from),
    ...windows.map((window) => campaigns.abandonFigures(scope, id, window.from, width)),
  ]);
  return { ...own, windows: byWindow };
}

function engineOf(figures: GroupFigures, { id, status }: CampaignView) {
  const { ringing, waiting, talking, queued, limitedBy } = figures.campaigns[id] ?? NOTHING;
  return {
    agents: { ...figures.agents },
    lines: { ringing, waiting, talking },
    queued,
    limitedBy: status === 'running' ? (limitedBy ?? figures.pacing.limitedBy) : 'paused',
    pacing: { limitedBy: figures.pacing.limitedBy, explain: { ...figures.pacing.explain } },
  };
}

const NOBODY = { connected: 0, abandoned: 0 };
const NOTHING: GroupFigures['campaigns'][string] = { ringing: 0, waiting: 0, talking: 0, queued: 0 };
