import { UA } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { RTCSessionEvent } from 'jssip/lib/UA';
import { sipTicket } from '../api/ticket.ts';
import { TicketSocket } from './ticket-socket.ts';

export type PhoneState = 'off' | 'connecting' | 'registered' | 'failed' | 'denied';

export interface PhoneAccount {
  sipUser: string;
  sipPassword: string;
  sipUri: string;
}

/** With no server to ask for candidates the first is as good as the last: do not wait for slow interfaces. */
const ICE_WAIT_MS = 300;
const REGISTER_S = 120;

/**
 * The agent's phone in this page: registers, answers the leg that the engine calls (it stands for the whole shift; talks
 * are joined to it on the node), plays what comes. One audio element, one microphone.
 */
export class Softphone {
  readonly #account: PhoneAccount;
  readonly #onState: (state: PhoneState) => void;
  readonly #audio = new Audio();
  readonly #socket = new TicketSocket(sipTicket);
  #ua: UA | undefined;
  #microphone: MediaStream | undefined;
  #session: RTCSession | undefined;
  #stopped = false;

  constructor(account: PhoneAccount, onState: (state: PhoneState) => void) {
    this.#account = account;
    this.#onState = onState;
    this.#audio.autoplay = true;
  }

  get microphone(): MediaStream | undefined {
    return this.#microphone;
  }

  /** The connection of the leg that stands, for measuring. */
  get connection(): RTCPeerConnection | undefined {
    return this.#session?.connection;
  }

  async start(): Promise<void> {
    this.#onState('connecting');
    try {
      this.#microphone = await navigator.mediaDevices.getUserMedia({ audio: SPEECH, video: false });
    } catch {
      if (!this.#stopped) this.#onState('denied');
      return;
    }
    if (this.#stopped) return this.#release();
    const { sipUser, sipPassword, sipUri } = this.#account;
    const ua = new UA({
      sockets: [this.#socket],
      uri: sipUri,
      authorization_user: sipUser,
      password: sipPassword,
      register_expires: REGISTER_S,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 2,
    });
    this.#ua = ua;
    ua.on('registered', () => this.#onState('registered'));
    ua.on('unregistered', () => this.#tell('connecting'));
    ua.on('registrationFailed', () => this.#tell('failed'));
    ua.on('disconnected', () => this.#tell('connecting'));
    ua.on('newRTCSession', ({ originator, session }: RTCSessionEvent) => {
      if (String(originator) === 'remote') this.#answer(session);
      else session.terminate();
    });
    ua.start();
    window.addEventListener('online', this.#otherNetwork);
    window.addEventListener('pagehide', this.#leave);
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener('online', this.#otherNetwork);
    window.removeEventListener('pagehide', this.#leave);
    this.#ua?.stop();
    this.#release();
    this.#onState('off');
  }

  /** Whether the customer hears this microphone. */
  mute(on: boolean): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !on;
  }

  #answer(session: RTCSession): void {
    // A second leg is a newer one: the node has lost the first.
    this.#session?.terminate();
    this.#session = session;
    session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', ({ streams, track }) => {
        this.#audio.srcObject = streams[0] ?? new MediaStream([track]);
        void this.#audio.play().catch(() => undefined);
      });
    });
    let first = true;
    session.on('icecandidate', ({ ready }) => {
      if (first) window.setTimeout(ready, ICE_WAIT_MS);
      first = false;
    });
    const gone = (): void => {
      if (this.#session === session) this.#session = undefined;
    };
    session.on('ended', gone);
    session.on('failed', gone);
    session.answer({
      ...(this.#microphone === undefined ? {} : { mediaStream: this.#microphone }),
      pcConfig: { iceServers: [] },
    });
  }

  #tell(state: PhoneState): void {
    if (!this.#stopped) this.#onState(state);
  }

  readonly #otherNetwork = (): void => this.#socket.drop();

  /** A page that is reloaded says good-bye, so that the node brings the leg back at once instead of after a time-out. */
  readonly #leave = (): void => this.#session?.terminate();

  #release(): void {
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#audio.srcObject = null;
  }
}

const SPEECH: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
