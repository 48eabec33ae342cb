import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { SimAsterisk } from '../../src/sim/asterisk.ts';
import { startSimServer } from '../../src/sim/server.ts';
import { ariContract } from './ari-contract.ts';
import type { AriTarget } from './ari-session.ts';
import { telephonyContract } from './telephony-contract.ts';

async function simulatedTarget(): Promise<{ target: AriTarget; stop(): Promise<void> }> {
  const sim = new SimAsterisk({
    clock: new SystemClock(),
    rng: new SeededRng(1),
    unreachable: (uri) => uri.includes('silent'),
    phone: { answerMs: 0 },
  });
  const server = await startSimServer({ sim, port: 0, sessionLimit: 400, user: 'boda', password: 'secret' });
  return {
    target: {
      url: `${server.url}/ari`,
      user: 'boda',
      password: 'secret',
      sessionLimit: 400,
      carrierUri: 'sip:carrier.sim',
      silentUri: 'sip:silent.sim',
      phoneUri: (agent) => `sip:${agent}@phones.sim`,
      number: numberFor,
      messageHeardMs: (number) => {
        const call = sim.carrier.log.find((entry) => entry.number === number && entry.endedAt !== undefined);
        return call?.heard.message;
      },
      register: async (user) => {
        sim.phones.register(user);
        return { close: () => sim.phones.closePage(user) };
      },
      mutePhoneUri: (user) => {
        sim.phones.setHabits(user, { audible: false });
        return `sip:${user}@phones.sim`;
      },
      restart: async () => sim.restart(),
    },
    stop: () => server.close(),
  };
}

ariContract('simulated', simulatedTarget);
telephonyContract('simulated', simulatedTarget);
