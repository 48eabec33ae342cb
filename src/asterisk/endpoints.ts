import type { AriClient } from './ari-client.ts';

/** Objects that Boda pushes into a node's memory: they live until deleted or until Asterisk restarts (ASTERISK.md 4, 20). */

type Fields = Readonly<Record<string, string>>;
type ObjectType = 'endpoint' | 'aor' | 'auth' | 'identify' | 'registration';

const CONFIG_CLASS: Record<ObjectType, string> = {
  endpoint: 'res_pjsip',
  aor: 'res_pjsip',
  auth: 'res_pjsip',
  identify: 'res_pjsip_endpoint_identifier_ip',
  registration: 'res_pjsip_outbound_registration',
};

/** A group's way to a trunk: `codecs` in the order wanted, alaw first in China. */
export interface TrunkRoute {
  key: string;
  groupKey: string;
  /** Where the carrier is, e.g. `sip:10.0.0.9:5060`. */
  sipUri: string;
  codecs: readonly string[];
  /** Address that carries this node's audio; undefined = Asterisk chooses. */
  mediaAddress: string | undefined;
}

/** Keeps audio on one address (and off the others): wanted where all stands on loopback (SETUP.md). */
function media(address: string | undefined): Fields {
  return address === undefined ? {} : { media_address: address, bind_rtp_to_media_address: 'yes' };
}

export const trunkEndpoint = (trunkKey: string, groupKey: string): string => `${trunkKey}-${groupKey}`;

/** Makes the trunk's aor and this group's endpoint on it; idempotent. Throws on a key or codec that cannot be one. */
export async function putTrunk(ari: AriClient, route: TrunkRoute): Promise<void> {
  checkKey('trunk.key', route.key);
  checkKey('groupKey', route.groupKey);
  if (!/^sips?:[^\s"<>;]+(;[^\s"<>]*)?$/.test(route.sipUri)) throw new TypeError(`trunk.sipUri: a SIP URI is wanted`);
  const codecs = route.codecs.filter((codec) => /^[a-z0-9]+$/.test(codec));
  if (codecs.length === 0 || codecs.length < route.codecs.length) {
    throw new TypeError(`trunk.codecs: ${JSON.stringify(route.codecs)} given, names like alaw, ulaw wanted`);
  }
  await put(ari, 'aor', route.key, { contact: route.sipUri, max_contacts: '1' });
  await put(ari, 'endpoint', trunkEndpoint(route.key, route.groupKey), {
    transport: 'transport-udp',
    context: 'from-trunk',
    disallow: 'all',
    allow: codecs.join(','),
    aors: route.key,
    direct_media: 'no',
    send_pai: 'yes',
    rtp_timeout: '60',
    ...media(route.mediaAddress),
  });
}

export interface Phone {
  sipUser: string;
  password: string;
  /** A desk phone's fixed place; undefined = the phone registers. */
  contactUri: string | undefined;
  mediaAddress: string | undefined;
  /** Seconds without a packet of his after which the node ends the leg (FAULTS 27). */
  silentSeconds: number;
}

/** Makes the phone of one sign-in: one contact, no right to dial (ASTERISK.md 20). Idempotent. */
export async function putPhone(ari: AriClient, phone: Phone): Promise<void> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(phone.sipUser))
    throw new TypeError('phone.sipUser: letters, digits, _ and - wanted');
  const id = phone.sipUser;
  await put(ari, 'auth', id, { auth_type: 'userpass', username: id, password: phone.password });
  const contact: Fields = phone.contactUri === undefined ? {} : { contact: phone.contactUri };
  await put(ari, 'aor', id, { max_contacts: '1', remove_existing: 'yes', ...contact });
  const web: Fields =
    phone.contactUri === undefined
      ? { auth: id, webrtc: 'yes', dtls_auto_generate_cert: 'yes', allow: 'opus,alaw,ulaw' }
      : { transport: 'transport-udp', outbound_auth: id, allow: 'alaw,ulaw' };
  await put(ari, 'endpoint', id, {
    aors: id,
    context: 'boda-none',
    disallow: 'all',
    direct_media: 'no',
    rtp_timeout: String(phone.silentSeconds),
    ...media(phone.mediaAddress),
    ...web,
  });
}

/** Takes the phone away; what is not there any more is no fault. */
export async function deletePhone(ari: AriClient, sipUser: string): Promise<void> {
  for (const objectType of ['endpoint', 'aor', 'auth'] as const) {
    await ari.callUnless([404], 'DELETE /asterisk/config/dynamic/{configClass}/{objectType}/{id}', {
      path: { configClass: CONFIG_CLASS[objectType], objectType, id: sipUser },
    });
  }
}

async function put(ari: AriClient, objectType: ObjectType, id: string, fields: Fields): Promise<void> {
  await ari.call('PUT /asterisk/config/dynamic/{configClass}/{objectType}/{id}', {
    path: { configClass: CONFIG_CLASS[objectType], objectType, id },
    body: { fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })) },
  });
}

/** Group and trunk keys go into names on the node. */
export function checkKey(field: string, key: string): void {
  if (!/^[a-z0-9]{1,16}$/.test(key)) {
    throw new TypeError(`${field}: ${JSON.stringify(key)} given, 1 to 16 of a-z and 0-9 wanted`);
  }
}
