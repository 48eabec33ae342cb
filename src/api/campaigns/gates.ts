import { gateReport } from '../../compliance/report.ts';
import type { Scope } from '../../domain/roles.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { iso } from '../schemas.ts';

/** Why each contact of the campaign is not dialed now, counted; the counts add up to its contacts. */
export async function gatesOf({ campaigns, gateLook }: ApiDeps, scope: Scope, id: string) {
  const campaign = found(await campaigns.get(scope, id));
  const { now, contacts, ready, reasons } = await gateReport(found(await gateLook.campaign(id)));
  return {
    campaignId: id,
    status: campaign.status,
    at: iso(now),
    contacts,
    ready,
    reasons: reasons.map(({ cases, ...reason }) => ({
      ...reason,
      cases: cases.map(({ opensAt, ...each }) => ({ ...each, opensAt: iso(opensAt) })),
    })),
  };
}
