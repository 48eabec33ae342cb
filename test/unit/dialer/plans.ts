import { orphanCampaign } from '../../../src/dialer/orphan-campaign.ts';
import type { CampaignPlan, GroupPlan, TrunkPlan } from '../../../src/dialer/ports.ts';

export function trunk(id: string, over: Partial<TrunkPlan> = {}): TrunkPlan {
  return {
    id,
    key: id,
    sipUri: 'sip:127.0.0.1',
    codecs: ['alaw'],
    callsPerSecond: 10,
    channels: 10,
    usedElsewhere: 0,
    enabled: true,
    dialPrefix: '',
    stripPlus: false,
    nationalOnly: false,
    weight: 1,
    failoverOrder: 0,
    homeArea: undefined,
    homeRegion: undefined,
    awayPrefix: '0',
    resultRules: [],
    callerList: undefined,
    binding: undefined,
    ...over,
  };
}

export function campaign(id: string, over: Partial<CampaignPlan> = {}): CampaignPlan {
  return { ...orphanCampaign(id), running: true, weight: 1, ...over };
}

export function group(over: Partial<GroupPlan> = {}): GroupPlan {
  return {
    id: 'g',
    key: 'g',
    name: 'g',
    node: 'n',
    mode: 'progressive',
    linesPerAgent: 1,
    maxLinesPerAgent: 4,
    campaigns: [],
    trunks: [],
    legsElsewhere: 0,
    emergencyStop: { all: false, trunkIds: [] },
    zone: 'Asia/Shanghai',
    ...over,
  };
}
