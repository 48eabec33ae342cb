/** The least page that is an agent's phone: registers through a WebSocket, picks up by itself, plays what it hears. */
import JsSIP from 'jssip';

/** A steady tone is noise to a browser that tidies up its microphone. */
const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const seen = { registered: 0, failed: [], calls: 0, ended: 0, closed: [] };
let ua;
let session;
let ear;

async function api(method, path, body) {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : await answer.json();
}

/** What an agent's page does when it is opened or reloaded: whose phone am I, a ticket, register. */
async function connect() {
  const { phone } = await api('GET', '/agents/me');
  const { ticket } = await api('POST', '/session/ticket', { kind: 'sip' });
  start({ ...phone, url: `ws://${location.host}/api/v1/sip?ticket=${ticket}` });
}

/** Registers through `url`; a ticket opens one connection, so nothing is tried again by itself. */
function start(settings) {
  const socket = new JsSIP.WebSocketInterface(settings.url);
  ua = new JsSIP.UA({
    sockets: [socket],
    uri: settings.sipUri,
    authorization_user: settings.sipUser,
    password: settings.sipPassword,
    session_timers: false,
    register_expires: 120,
    connection_recovery_min_interval: 600,
    connection_recovery_max_interval: 600,
  });
  ua.on('registered', () => {
    seen.registered += 1;
  });
  ua.on('registrationFailed', ({ cause }) => seen.failed.push(cause));
  ua.on('disconnected', ({ code }) => seen.closed.push(code ?? 0));
  ua.on('newRTCSession', ({ session: made, originator }) => {
    if (originator !== 'remote') return;
    session = made;
    seen.calls += 1;
    made.on('ended', () => {
      seen.ended += 1;
    });
    made.on('failed', () => {
      seen.ended += 1;
    });
    made.answer({ mediaConstraints: { audio: PLAIN, video: false }, pcConfig: { iceServers: [] } });
    made.connection.addEventListener('track', ({ track }) => {
      // Nothing is decoded until somebody listens.
      ear = new Audio();
      ear.srcObject = new MediaStream([track]);
      ear.play();
    });
  });
  ua.start();
}

/** Energy heard and sent so far (webrtc-stats: totalAudioEnergy). */
async function energy() {
  const found = { heard: 0, sent: 0, packetsIn: 0, packetsOut: 0 };
  const stats = await session?.connection?.getStats();
  stats?.forEach((each) => {
    if (each.type === 'inbound-rtp') {
      found.heard += each.totalAudioEnergy ?? 0;
      found.packetsIn += each.packetsReceived ?? 0;
    }
    if (each.type === 'outbound-rtp') found.packetsOut += each.packetsSent ?? 0;
    if (each.type === 'media-source') found.sent += each.totalAudioEnergy ?? 0;
  });
  return found;
}

/** What an attacker would try: a call out of the browser. */
function dial(target) {
  return new Promise((resolve) => {
    const failed = ({ cause }) => resolve(cause);
    ua.call(target, {
      mediaConstraints: { audio: true, video: false },
      eventHandlers: { failed, confirmed: () => resolve('confirmed') },
    });
  });
}

/** The microphone's packets stop while the socket lives on. */
function silence() {
  return Promise.all(session.connection.getSenders().map((sender) => sender.replaceTrack(null)));
}

window.phone = {
  api,
  connect,
  silence,
  register: () => ua.register(),
  hangUp: () => session?.terminate(),
  start,
  energy,
  dial,
  seen,
  isRegistered: () => ua?.isRegistered() ?? false,
  stop: () => ua?.stop(),
};
