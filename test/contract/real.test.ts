import { readCarrierLog } from '../../scripts/asterisk/carrier-log.ts';
import { heard } from '../../scripts/asterisk/heard.ts';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { silentSipPort } from '../../scripts/asterisk/ports.ts';
import { phoneUri, trunkUri } from '../../scripts/asterisk/start.ts';
import { startAsteriskPair } from '../support/asterisk.ts';
import { registerOverWebSocket } from '../support/sip-register.ts';
import { ariContract } from './ari-contract.ts';
import type { AriTarget } from './ari-session.ts';
import { telephonyContract } from './telephony-contract.ts';

async function realTarget(): Promise<{ target: AriTarget; stop(): Promise<void> }> {
  const { node, carrier, stop } = await startAsteriskPair();
  const silent = await silentSipPort();
  return {
    target: {
      url: node.ariUrl,
      user: node.ariUser,
      password: node.ariPassword,
      // scripts/asterisk/instance.ts
      sessionLimit: 400,
      carrierUri: trunkUri(carrier),
      silentUri: `sip:127.0.0.1:${silent.port}`,
      phoneUri: (agent) => phoneUri(carrier, agent),
      number: numberFor,
      messageHeardMs: (number) => {
        const call = readCarrierLog(carrier.dir).find((entry) => entry.number === number);
        if (call === undefined) return undefined;
        return call.heardFile === undefined ? 0 : heard(call.heardFile).messageMs;
      },
      register: (user, password) => registerOverWebSocket(node.ariUrl, user, password),
      mutePhoneUri: () => `sip:${numberFor('silent', 4_711)}@127.0.0.1:${carrier.sipPort}`,
      restart: () => node.restart(),
    },
    stop: async () => {
      await stop();
      await silent.close();
    },
  };
}

ariContract('real', realTarget);
telephonyContract('real', realTarget);
