import type { AriOperations } from './ari-types.gen.ts';
import { type AriRequest, type AriTransport, AriWireError } from './transport.ts';

export type AriOperation = keyof AriOperations;

/** What an operation takes. Each of its parameters may travel in the query or, as Asterisk allows, in the JSON body. */
export interface AriArguments<K extends AriOperation> {
  path?: AriOperations[K]['path'];
  query?: Partial<AriOperations[K]['query']>;
  body?: Partial<AriOperations[K]['query']> & AriOperations[K]['body'];
  timeoutMs?: number;
}

/** Asterisk answered, but not with success. The message holds our own path and Asterisk's words, never a number. */
export class AriError extends Error {
  readonly status: number;
  constructor(operation: string, status: number, said: string) {
    super(`${operation}: ${status} ${said}`);
    this.name = 'AriError';
    this.status = status;
  }
}

/** Typed commands to one node. Answers are `unknown`: decode what you rely on (decode.ts). Repeats nothing by itself. */
export class AriClient {
  readonly #transport: AriTransport;
  constructor(transport: AriTransport) {
    this.#transport = transport;
  }

  /** Resolves with the body of a 2xx; rejects with `AriError` (answered) or `AriWireError` (no answer). */
  async call<K extends AriOperation>(operation: K, args: AriArguments<K> = {}): Promise<unknown> {
    const answer = await this.#transport.request(toRequest(operation, args));
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new AriError(operation, answer.status, saying(answer.body));
  }

  /** The same, but an answer with one of `statuses` is undefined instead of an error. */
  async callUnless<K extends AriOperation>(
    statuses: readonly number[],
    operation: K,
    args: AriArguments<K> = {},
  ): Promise<unknown> {
    try {
      return await this.call(operation, args);
    } catch (error) {
      if (error instanceof AriError && statuses.includes(error.status)) return undefined;
      throw error;
    }
  }
}

export function isCertainlyUnsent(error: unknown): boolean {
  return error instanceof AriWireError && error.sent === 'no';
}

function toRequest<K extends AriOperation>(operation: K, args: AriArguments<K>): AriRequest {
  const at = operation.indexOf(' ');
  const values: Readonly<Record<string, string>> = args.path ?? {};
  const path = operation.slice(at + 1).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') throw new TypeError(`${operation}: path parameter ${name} is missing`);
    return encodeURIComponent(value);
  });
  return {
    method: operation.slice(0, at) as AriRequest['method'],
    path,
    ...(args.query === undefined ? {} : { query: args.query as NonNullable<AriRequest['query']> }),
    ...(args.body === undefined ? {} : { body: args.body }),
    ...(args.timeoutMs === undefined ? {} : { timeoutMs: args.timeoutMs }),
  };
}

function saying(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  if ('message' in body) return String(body.message);
  return 'error' in body ? String(body.error) : '';
}
