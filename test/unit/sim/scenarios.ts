import { type Behaviour, numberFor } from '../../../scripts/asterisk/numbers.ts';

/** An event as it came. */
export type Heard = Record<string, unknown> & { type: string; timestamp: string };

/** A stage with an Asterisk on it, real or simulated, that plays a scenario and writes down what it says. */
export interface Stage {
  request(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Connects an application; what it hears is written down under `name`. */
  open(app: string, name?: string): Promise<Ear>;
  /** Lets `ms` pass. Part of the scenario (two things at once would be another story), not a wait for a condition. */
  pass(ms: number): Promise<void>;
  /** Asks until the answer is as wanted, and writes down that one: what comes about in Asterisk's own time, unheard. */
  settled(path: string, done: (body: unknown) => boolean): Promise<void>;
  /** Where the carrier is, where a phone is that answers at once, and where nobody replies. */
  readonly carrierUri: string;
  readonly phoneUri: string;
  readonly silentUri: string;
}

export interface Ear {
  /** The next event of this type that was not waited for before, about this channel if one is named. */
  hears(type: string, channelId?: string): Promise<Heard>;
  close(): Promise<void>;
}

export type Scenario = (stage: Stage) => Promise<void>;

let serial = 0;
const callee = (behaviour: Behaviour, nn = '00') => numberFor(behaviour, 90_000 + (serial++ % 9_999), nn);
const fields = (given: Record<string, string>) => ({
  fields: Object.entries(given).map(([attribute, value]) => ({ attribute, value })),
});
const pjsip = '/asterisk/config/dynamic/res_pjsip';
const app = '/applications/boda-s1';

/** The trunk's endpoint of this group, and the application that hears what happens on it. */
async function trunk(stage: Stage, name = 'main-s1'): Promise<Ear> {
  await stage.request('PUT', `${pjsip}/aor/main`, fields({ contact: stage.carrierUri }));
  const codecs = { transport: 'transport-udp', disallow: 'all', allow: 'alaw,ulaw', direct_media: 'no' };
  const endpoint = fields({ ...codecs, aors: 'main', context: 'from-trunk' });
  await stage.request('PUT', `${pjsip}/endpoint/${name}`, endpoint);
  const ear = await stage.open('boda-s1');
  // Twice is as good as once, but for taking it back.
  await stage.request('POST', `${app}/subscription?eventSource=endpoint:PJSIP/main-s1`);
  return ear;
}

function place(stage: Stage, id: string, number: string, options: Record<string, unknown> = {}) {
  const { variables, ...rest } = options;
  return stage.request('POST', '/channels', {
    endpoint: `PJSIP/${number}@main-s1`,
    context: 'boda-out',
    extension: 's',
    priority: 1,
    channelId: `s1.${id}`,
    callerId: '02000000001',
    timeout: 20,
    variables: {
      BODA_APP: 'boda-s1',
      BODA_ATTEMPT: id,
      BODA_MESSAGE: 'boda-abandoned',
      BODA_GUARD: '10',
      BODA_MAX: '60',
      ...(variables as object | undefined),
    },
    ...rest,
  });
}

/** A call that ends by itself before any answer. */
function fails(behaviour: Behaviour, nn = '00', options: Record<string, unknown> = {}): Scenario {
  return async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'f', callee(behaviour, nn), options);
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await stage.request('GET', '/channels/s1.f');
    await ear.close();
  };
}

/** What the simulation is compared by: every story that Boda lives through on a node. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  busy: fails('busy'),
  invalid: fails('invalid'),
  congestion: fails('congestion'),
  rejected: fails('rejected'),
  'powered off': fails('powerOff'),
  'rings, then busy': fails('ringsThenBusy', '05'),
  'announcement, then invalid': fails('announcementThenInvalid', '01'),
  'ring time-out': fails('noAnswer', '00', { timeout: 1 }),
  'never replies': fails('neverReplies', '00', { timeout: 1 }),

  'a talk that the customer ends': async (stage) => {
    const ear = await trunk(stage);
    await stage.request('POST', '/bridges/s1.agent.x?type=mixing&name=s1.agent.x');
    await place(stage, 't', callee('person', '11'));
    await stage.pass(200);
    await stage.request('GET', '/channels/s1.t');
    await stage.request('GET', app);
    await ear.hears('StasisStart');
    await stage.request('GET', app);
    await stage.request('POST', '/bridges/s1.agent.x/addChannel?channel=s1.t');
    await stage.pass(100);
    await stage.request('POST', '/bridges/s1.agent.x/addChannel?channel=s1.t');
    await stage.pass(100);
    await stage.request('POST', '/channels/s1.t/variable?variable=ROUTED&value=1');
    await stage.request('POST', '/channels/s1.t/variable?variable=TIMEOUT(absolute)&value=60');
    await stage.request('GET', '/channels/s1.t/variable?variable=ROUTED');
    await stage.request('GET', '/channels/s1.t/variable?variable=NOSUCH');
    await stage.request('GET', '/bridges/s1.agent.x');
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await stage.request('GET', '/channels/s1.t');
    await stage.request('GET', '/bridges');
    await stage.request('DELETE', '/bridges/s1.agent.x');
    await stage.request('DELETE', '/bridges/s1.agent.x');
    await stage.pass(100);
    await ear.close();
  },

  'a talk with an agent that we end': async (stage) => {
    const ear = await trunk(stage);
    await stage.request('PUT', `${pjsip}/aor/agents1`, fields({ contact: stage.phoneUri, max_contacts: '1' }));
    const codecs = { transport: 'transport-udp', disallow: 'all', allow: 'alaw,ulaw', direct_media: 'no' };
    await stage.request(
      'PUT',
      `${pjsip}/endpoint/agents1`,
      fields({ ...codecs, aors: 'agents1', context: 'boda-none' }),
    );
    await stage.request('GET', '/endpoints/PJSIP/agents1');
    await stage.request('POST', `${app}/subscription?eventSource=endpoint:PJSIP/agents1`);
    await stage.request('POST', '/bridges/s1.agent.z?type=mixing');
    await stage.request('POST', '/channels', {
      endpoint: 'PJSIP/agents1',
      context: 'boda-agent',
      extension: 's',
      priority: 1,
      channelId: 's1.agent.z.1',
      timeout: 20,
      variables: { BODA_APP: 'boda-s1', BODA_MAX: '600' },
    });
    await ear.hears('StasisStart', 's1.agent.z.1');
    await stage.request('POST', '/bridges/s1.agent.z/addChannel?channel=s1.agent.z.1');
    await stage.pass(100);
    await place(stage, 'c', callee('stays', '10'));
    await ear.hears('StasisStart', 's1.c');
    await stage.request('POST', '/bridges/s1.agent.z/addChannel?channel=s1.c');
    await stage.pass(200);
    await stage.request('GET', '/bridges/s1.agent.z');
    await stage.request('POST', '/bridges/s1.agent.z/removeChannel?channel=s1.c');
    await stage.pass(100);
    await stage.request('POST', '/bridges/s1.agent.z/removeChannel?channel=s1.c');
    await stage.request('POST', '/bridges/s1.agent.z/addChannel?channel=s1.c');
    await stage.pass(100);
    await stage.request('DELETE', '/channels/s1.c');
    await ear.hears('ChannelDestroyed', 's1.c');
    await stage.pass(100);
    await stage.request('GET', '/bridges/s1.agent.z');
    await stage.request('GET', app);
    await stage.request('DELETE', '/channels/s1.agent.z.1?reason_code=19');
    await ear.hears('ChannelDestroyed', 's1.agent.z.1');
    await stage.request('DELETE', '/bridges/s1.agent.z');
    await stage.pass(100);
    await stage.request('DELETE', `${pjsip}/endpoint/agents1`);
    // The endpoint lives on for as long as the ended channel's threads hold it.
    await stage.settled(app, (body) => !JSON.stringify(body).includes('PJSIP/agents1'));
    await stage.request('DELETE', `${pjsip}/aor/agents1`);
    await ear.close();
  },

  'cancelled while ringing': async (stage) => {
    const ear = await trunk(stage);
    for (const [id, query] of [
      ['c1', ''],
      ['c2', '?reason=no_answer'],
      ['c3', '?reason_code=26'],
    ]) {
      await place(stage, `${id}`, callee('noAnswer'));
      await ear.hears('ChannelStateChange', `s1.${id}`);
      await stage.pass(100);
      await stage.request('DELETE', `/channels/s1.${id}${query}`);
      await ear.hears('ChannelDestroyed', `s1.${id}`);
    }
    await stage.pass(100);
    await ear.close();
  },

  'answered and hung up at once': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'h', callee('hangsUpAtOnce', '05'));
    await ear.hears('ChannelDestroyed');
    await stage.request('POST', '/bridges/s1.late?type=mixing');
    await stage.request('POST', '/bridges/s1.late/addChannel?channel=s1.h');
    await stage.request('DELETE', '/bridges/s1.late');
    await ear.close();
  },

  'the application is dead': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'd', callee('stays'), { variables: { BODA_APP: 'boda-dead' } });
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await ear.close();
  },

  'the guard runs out': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'g', callee('stays'), { variables: { BODA_GUARD: '1' } });
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await ear.close();
  },

  'the limit of a routed talk': async (stage) => {
    const ear = await trunk(stage);
    await stage.request('POST', '/bridges/s1.b?type=mixing');
    await place(stage, 'r', callee('stays'));
    await ear.hears('StasisStart');
    await stage.request('POST', '/bridges/s1.b/addChannel?channel=s1.r');
    await stage.request('POST', '/channels/s1.r/variables', {
      variables: { ROUTED: '1', 'TIMEOUT(absolute)': '1' },
    });
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await stage.request('DELETE', '/bridges/s1.b');
    await stage.pass(100);
    await ear.close();
  },

  'abandoned by the engine': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'a', callee('stays'));
    await ear.hears('StasisStart');
    await stage.request('POST', '/channels/s1.a/continue?context=boda-abandon&extension=s&priority=1');
    await stage.pass(200);
    await stage.request('POST', '/channels/s1.a/continue?context=boda-abandon&extension=s&priority=1');
    await stage.request('POST', '/bridges/s1.c?type=mixing');
    await stage.request('POST', '/bridges/s1.c/addChannel?channel=s1.a');
    await stage.request('DELETE', '/bridges/s1.c');
    await ear.hears('ChannelDestroyed');
    await place(stage, 'n', callee('stays'));
    await ear.hears('StasisStart', 's1.n');
    await stage.request('POST', '/channels/s1.n/continue?context=nowhere&extension=s&priority=1');
    await ear.hears('ChannelDestroyed', 's1.n');
    await stage.pass(100);
    await ear.close();
  },

  'hung up during the message': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'm', callee('person', '00'));
    await ear.hears('StasisStart');
    await stage.pass(500);
    await stage.request('POST', '/channels/s1.m/continue?context=boda-abandon&extension=s&priority=1');
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await ear.close();
  },

  'app= beside the subscription': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'q', callee('stays', '10'), { app: 'boda-s1', appArgs: 'x,y' });
    await ear.hears('StasisStart');
    await stage.request('DELETE', '/channels/s1.q');
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await place(stage, 'q2', callee('stays', '10'), { app: 'boda-dead' });
    await ear.hears('ChannelDestroyed', 's1.q2');
    await stage.pass(100);
    await ear.close();
  },

  'no subscription': async (stage) => {
    await (await trunk(stage)).close();
    const ear = await trunk(stage, 'deaf-s1');
    await place(stage, 'u', callee('person', '20'), { endpoint: `PJSIP/${callee('person', '20')}@deaf-s1` });
    await stage.pass(2_600);
    await stage.request('GET', '/channels/s1.u');
    await stage.request('GET', app);
    await ear.close();
  },

  'the socket drops during a talk': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'k', callee('stays'));
    await ear.hears('StasisStart');
    await ear.close();
    await stage.pass(100);
    await stage.request('GET', app);
    await stage.request('POST', '/bridges/s1.bk?type=mixing');
    await stage.request('POST', '/bridges/s1.bk/addChannel?channel=s1.k');
    await stage.pass(100);
    const again = await stage.open('boda-s1', 'again');
    await stage.request('GET', app);
    await stage.request('DELETE', '/channels/s1.k');
    await again.hears('ChannelDestroyed');
    await stage.pass(100);
    await stage.request('DELETE', '/bridges/s1.bk');
    await stage.pass(100);
    await again.close();
  },

  'moved to another application': async (stage) => {
    const ear = await trunk(stage);
    const other = await stage.open('boda-s2');
    await stage.request('POST', '/bridges/s1.bv?type=mixing');
    await place(stage, 'v', callee('stays'));
    await ear.hears('StasisStart');
    await stage.request('POST', '/bridges/s1.bv/addChannel?channel=s1.v');
    await stage.pass(100);
    await stage.request('POST', '/channels/s1.v/move?app=boda-none');
    await stage.pass(100);
    await stage.request('POST', '/channels/s1.v/move?app=boda-s2&appArgs=out,x');
    await other.hears('StasisStart');
    await stage.pass(50);
    await stage.request('GET', app);
    await stage.request('GET', '/applications/boda-s2');
    await stage.request('DELETE', '/channels/s1.v');
    await other.hears('StasisEnd');
    await stage.pass(100);
    await stage.request('DELETE', '/bridges/s1.bv');
    await stage.pass(100);
    await other.close();
    await ear.close();
  },

  'commands that are refused': async (stage) => {
    const ear = await trunk(stage);
    await place(stage, 'e', callee('noAnswer'));
    await ear.hears('ChannelStateChange');
    for (const path of [
      'answer',
      'ring',
      'continue?context=boda-abandon&extension=s&priority=1',
      'variable?variable=X&value=1',
      'move?app=boda-s1',
      'play?media=sound:boda-abandoned',
      'hold',
    ]) {
      await stage.request('POST', `/channels/s1.e/${path}`);
      await stage.request('POST', `/channels/nosuch/${path}`);
    }
    await stage.request('GET', '/channels/s1.e/variable?variable=X');
    await stage.request('GET', '/channels/nosuch/variable?variable=X');
    await stage.request('GET', '/channels/nosuch');
    await stage.request('DELETE', '/channels/nosuch');
    await stage.request('POST', '/bridges/s1.be?type=mixing');
    await stage.request('POST', '/bridges/s1.be?type=mixing');
    await stage.request('POST', '/bridges/s1.be/addChannel?channel=s1.e');
    await stage.request('POST', '/bridges/s1.be/addChannel?channel=nosuch');
    await stage.request('POST', '/bridges/s1.be/addChannel');
    await stage.request('POST', '/bridges/s1.be/removeChannel?channel=nosuch');
    await stage.request('POST', '/bridges/nosuch/addChannel?channel=s1.e');
    await stage.request('DELETE', '/bridges/s1.be');
    await stage.request('GET', '/bridges/s1.be');
    await stage.request('POST', '/channels', { endpoint: 'garbage', context: 'boda-out', extension: 's' });
    await stage.request('POST', '/channels', { context: 'boda-out', extension: 's' });
    await stage.request('POST', '/channels', { endpoint: 'PJSIP/1@main-s1' });
    await stage.request('POST', '/channels', { endpoint: 'PJSIP/1@main-s1', app: 'a', variables: { A: 5 } });
    await stage.request('GET', '/nosuch');
    await stage.request('PATCH', '/channels');
    await stage.request('GET', '/channels/');
    await stage.request('GET', '/playbacks/nosuch');
    await stage.request('GET', '/endpoints/PJSIP/nosuch');
    await stage.request('DELETE', '/channels/s1.e');
    await ear.hears('ChannelDestroyed');
    await stage.pass(100);
    await ear.close();
  },

  'applications and pushed configuration': async (stage) => {
    await stage.request('GET', '/applications/boda-s3');
    await stage.request('PUT', '/applications/boda-s3/eventFilter', {});
    const first = await stage.open('boda-s3', 'first');
    const path = '/applications/boda-s3';
    await stage.request('GET', path);
    for (const source of ['endpoint:PJSIP/nosuch', 'bogus:1', 'channel:nosuch', 'bridge:nosuch']) {
      await stage.request('POST', `${path}/subscription?eventSource=${source}`);
    }
    await stage.request('POST', `${path}/subscription`);
    await stage.request('PUT', `${pjsip}/endpoint/tmp-s3`, fields({ aors: 'nosuch', allow: 'alaw' }));
    await stage.request('PUT', `${pjsip}/endpoint/bad-s3`, fields({ nonsense: '1' }));
    await stage.request('PUT', `${pjsip}/nosuch/bad-s3`, { fields: [] });
    await stage.request('GET', '/endpoints/PJSIP/tmp-s3');
    await stage.request('POST', `${path}/subscription?eventSource=endpoint:PJSIP/tmp-s3`);
    await stage.request('POST', `${path}/subscription?eventSource=endpoint:PJSIP/tmp-s3`);
    await stage.request('DELETE', `${path}/subscription?eventSource=endpoint:PJSIP/tmp-s3`);
    await stage.request('GET', path);
    await stage.request('POST', '/channels', { endpoint: 'PJSIP/1@tmp-s3', context: 'boda-out', extension: 's' });
    await stage.request('PUT', `${path}/eventFilter`, { disallowed: [{ type: 'ChannelVarset' }] });
    await stage.request('PUT', `${path}/eventFilter`, { disallowed: 1 });
    await stage.request('POST', '/events/user/echo?application=boda-s3', { variables: { token: 'abc' } });
    await first.hears('ChannelUserevent');
    const second = await stage.open('boda-s3', 'second');
    await first.hears('ApplicationReplaced');
    await stage.request('POST', '/events/user/echo?application=boda-s3');
    await second.hears('ChannelUserevent');
    await second.close();
    await stage.pass(100);
    await stage.request('GET', path);
    await stage.request('DELETE', `${pjsip}/endpoint/tmp-s3`);
    await stage.request('DELETE', `${pjsip}/endpoint/tmp-s3`);
    await stage.request('GET', `${pjsip}/endpoint/tmp-s3`);
    await first.close();
  },
};
