import { AsteriskInstance, type InstanceOptions } from './instance.ts';

/** Starts a node: an Asterisk that Boda commands. The default message `boda-abandoned` lies in its sounds folder. */
export function startNode(options: Omit<InstanceOptions, 'kind'>): Promise<AsteriskInstance> {
  return AsteriskInstance.start({ ...options, kind: 'node' });
}

/**
 * Starts the carrier: an Asterisk whose dialplan decides by the number how the callee behaves (README.md). Its own log is
 * read by `readCarrierLog(dir)`. Extensions `agent<anything>` are agents' phones.
 */
export function startCarrier(options: Omit<InstanceOptions, 'kind'>): Promise<AsteriskInstance> {
  return AsteriskInstance.start({ ...options, kind: 'carrier' });
}

/** Where a node finds the carrier, as a trunk's SIP URI. */
export function trunkUri(carrier: AsteriskInstance): string {
  return `sip:127.0.0.1:${carrier.sipPort}`;
}

/** The contact of an agent's phone that the carrier plays. */
export function phoneUri(carrier: AsteriskInstance, agent: string): string {
  return `sip:agent${agent}@127.0.0.1:${carrier.sipPort}`;
}
