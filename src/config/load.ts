import { faultLine, type Secrecy, SettingsError } from './fault.ts';
import { readNodes } from './nodes.ts';
import { address, key, oneOf, path, proxies, type Reader, recordingsPlace, wholeNumber, word } from './readers.ts';
import { LOG_LEVELS, ROLES, type Settings } from './settings.ts';

/** Environment variables by name. */
export type Environment = Record<string, string | undefined>;

interface Rule<T> {
  read: Reader<T>;
  wanted: string;
  secrecy: Secrecy;
  /** Text used when the setting is missing; undefined makes it required. */
  fallback?: string;
}

const RULES = {
  DATABASE_URL: rule(address('postgres', 'postgresql'), 'postgres://user:password@host:port/database', 'address'),
  REDIS_URL: rule(address('redis', 'rediss'), 'redis://:password@host:port', 'address'),
  TRUST_PROXY: rule(proxies, 'true, false, or addresses and networks with commas between', 'open', 'false'),
  HTTP_HOST: rule(word, 'a host name or address to listen on', 'open', '127.0.0.1'),
  HTTP_PORT: rule(wholeNumber(0, 65_535), 'a whole number from 0 to 65535', 'open', '8000'),
  ROLE: rule(oneOf(ROLES), `one of ${ROLES.join(', ')}`, 'open', 'all'),
  SECRET_KEY: rule(key, 'at least 32 bytes as hex or base64 (make one: openssl rand -hex 32)', 'secret'),
  RECORDINGS: rule(recordingsPlace, 'a directory or s3://bucket/prefix', 'open', 'recordings'),
  LOG_LEVEL: rule(oneOf(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`, 'open', 'info'),
};

/** Name of every setting; `.env.example` lists the same. */
export const SETTING_NAMES = [...Object.keys(RULES), 'ARI_NODES', 'TLS_CERT', 'TLS_KEY'];

function rule<T>(read: Reader<T>, wanted: string, secrecy: Secrecy, fallback?: string): Rule<T> {
  return { read, wanted, secrecy, ...(fallback === undefined ? {} : { fallback }) };
}

/** Collects faults while settings are read, so that all of them are told at once. */
class Collector {
  readonly faults: string[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** An empty variable counts as missing: that is how an .env file leaves one out. */
  text(name: string): string | undefined {
    const text = this.#env[name]?.trim();
    return text === '' ? undefined : text;
  }

  read<T>(name: string, one: Rule<T>): T | undefined {
    const given = this.text(name);
    const text = given ?? one.fallback;
    const value = text === undefined ? undefined : one.read(text);
    if (value === undefined) this.faults.push(faultLine(name, given, one.secrecy, one.wanted));
    return value;
  }
}

/**
 * Reads all settings. Throws `SettingsError` with a line for each fault. A process that dials (role all or dialer) must
 * be given a node, unless `withoutNodes` (commands that only work on the data).
 */
export function loadSettings(env: Environment, options: { withoutNodes?: boolean } = {}): Settings {
  const from = new Collector(env);
  const databaseUrl = from.read('DATABASE_URL', RULES.DATABASE_URL);
  const redisUrl = from.read('REDIS_URL', RULES.REDIS_URL);
  const trustProxy = from.read('TRUST_PROXY', RULES.TRUST_PROXY);
  const httpHost = from.read('HTTP_HOST', RULES.HTTP_HOST);
  const httpPort = from.read('HTTP_PORT', RULES.HTTP_PORT);
  const role = from.read('ROLE', RULES.ROLE);
  const secretKey = from.read('SECRET_KEY', RULES.SECRET_KEY);
  const recordings = from.read('RECORDINGS', RULES.RECORDINGS);
  const logLevel = from.read('LOG_LEVEL', RULES.LOG_LEVEL);
  const tls = readTls(from);
  const dials = role === 'all' || role === 'dialer';
  const nodes = nodesOf(from, dials && options.withoutNodes !== true);
  if (
    from.faults.length > 0 ||
    databaseUrl === undefined ||
    redisUrl === undefined ||
    trustProxy === undefined ||
    httpHost === undefined ||
    httpPort === undefined ||
    role === undefined ||
    secretKey === undefined ||
    recordings === undefined ||
    logLevel === undefined
  ) {
    throw new SettingsError(from.faults);
  }
  const http = { httpHost, httpPort, trustProxy, tls };
  return { databaseUrl, redisUrl, nodes, ...http, role, secretKey, recordings, logLevel };
}

function nodesOf(from: Collector, needed: boolean): Settings['nodes'] {
  const text = from.text('ARI_NODES');
  const { nodes, faults } = text === undefined ? { nodes: [], faults: [] } : readNodes(text);
  from.faults.push(...faults);
  if (needed && nodes.length === 0 && faults.length === 0) {
    from.faults.push(faultLine('ARI_NODES', text, 'open', 'at least one Asterisk (role all or dialer)'));
  }
  return nodes;
}

function readTls(from: Collector): Settings['tls'] {
  const [cert, certKey] = [from.text('TLS_CERT'), from.text('TLS_KEY')];
  if (cert === undefined && certKey === undefined) return undefined;
  if (cert === undefined) from.faults.push(faultLine('TLS_CERT', cert, 'open', 'a PEM file, since TLS_KEY is given'));
  if (certKey === undefined)
    from.faults.push(faultLine('TLS_KEY', certKey, 'open', 'a PEM file, since TLS_CERT is given'));
  if (cert === undefined || certKey === undefined) return undefined;
  return { cert: path(cert) ?? cert, key: path(certKey) ?? certKey };
}

/** The environment of this process: the only place of the service that reads it. */
export function processEnvironment(): Environment {
  return { ...process.env };
}
