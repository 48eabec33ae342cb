import createClient from 'openapi-fetch';
import type { paths } from './schema.gen.ts';

/** The session is a cookie; this header proves that a write comes from our own page (docs/API.md). */
export const CSRF = { 'x-boda-csrf': '1' };

/** A reading that gets no answer for so long is given up: its network went without a word, and another one would wait for it. */
const READ_MS = 15_000;

const reading = (request: Request): Promise<Response> =>
  request.method === 'GET'
    ? fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(READ_MS)]) })
    : fetch(request);

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  headers: CSRF,
  credentials: 'same-origin',
  fetch: reading,
});

export interface FieldFault {
  field: string;
  came: string;
  wanted: string;
}

/** Why a call or a break is refused, in both languages. */
export type Why = { code: string } & Record<'zh-CN' | 'en', string>;

interface Told {
  code?: string;
  message?: string;
  details?: FieldFault[];
  why?: Why;
}

/** What the service refused, or `offline` when nobody answered. */
export class ApiFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly FieldFault[];
  /** When it may be tried again, seconds. */
  readonly retryAfter: number | undefined;
  readonly why: Why | undefined;

  constructor(status: number, told: Told & { code: string }, retryAfter?: number) {
    super(told.message ?? '');
    this.name = 'ApiFault';
    this.status = status;
    this.code = told.code;
    this.details = told.details ?? [];
    this.retryAfter = retryAfter;
    this.why = told.why;
  }

  static offline(): ApiFault {
    return new ApiFault(0, { code: 'offline' });
  }
}

interface Answered {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** The body of a good answer. Rejects with `ApiFault`. */
export async function must<R extends Answered>(call: Promise<R>): Promise<NonNullable<R['data']>> {
  let answer: R;
  try {
    answer = await call;
  } catch {
    throw ApiFault.offline();
  }
  if (!answer.response.ok) throw faultOf(answer.response, answer.error);
  return answer.data as NonNullable<R['data']>;
}

export function faultOf(response: Response, body: unknown): ApiFault {
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  const told = (body as { error?: Told } | undefined)?.error ?? {};
  const code = told.code ?? (response.status >= 500 ? 'internal' : 'bad_request');
  return new ApiFault(response.status, { ...told, code }, Number.isFinite(after) ? after : undefined);
}
