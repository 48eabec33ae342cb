export const ROLES = ['all', 'api', 'dialer', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where recordings are kept. */
export type RecordingsPlace =
  | { kind: 'directory'; path: string }
  /** `s3://bucket/prefix`; the prefix has no slash at its ends and may be ''. */
  | { kind: 's3'; bucket: string; prefix: string };

/** One Asterisk of the pool. */
export interface NodeSettings {
  /** `[a-z0-9-]{1,32}`, unique. */
  name: string;
  /** Base of its ARI, ending in /ari (added when it is left out): `http://10.0.0.5:8088/ari`. */
  url: string;
  user: string;
  password: string;
  /** Where its SIP listens, as phones and trunks reach it: `10.0.0.5` or `10.0.0.5:5060`. */
  sipHost: string;
  /** Its folder of sounds, as we reach it; messages are copied there. */
  soundsDir: string;
  /** Its folder of finished recordings, as we reach it. */
  recordingsDir: string;
  /** Most legs at once. */
  legs: number;
  /** Most originates per second. */
  callsPerSecond: number;
}

/** Everything that a running Boda is told from outside. */
export interface Settings {
  databaseUrl: string;
  redisUrl: string;
  nodes: NodeSettings[];
  /** Paths of PEM files; undefined means plain HTTP. */
  tls: { cert: string; key: string } | undefined;
  /** Whose X-Forwarded-* is believed: nobody, everybody, or these addresses and networks. */
  trustProxy: boolean | string[];
  httpHost: string;
  /** 0 takes any free port. */
  httpPort: number;
  role: Role;
  /** 32 bytes or more; all keys (fields, blind index, audit) are derived from it. */
  secretKey: Buffer;
  recordings: RecordingsPlace;
  logLevel: LogLevel;
}
