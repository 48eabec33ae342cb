import { type FieldFault, type RefusalKind, Refused } from '../domain/refused.ts';

/** Every error that the API answers with: status and what a person is told. Messages may be shown to the asker. */
export const ERRORS = {
  bad_request: { status: 400, message: 'The request cannot be read.' },
  invalid: { status: 400, message: 'A field is wrong; details names each.' },
  unauthenticated: { status: 401, message: 'Sign in first.' },
  wrong_credentials: { status: 401, message: 'Account or password is wrong.' },
  csrf: { status: 403, message: 'A write with the cookie must come from our own page (header x-boda-csrf).' },
  forbidden: { status: 403, message: 'Your role does not allow this.' },
  password_change_required: { status: 403, message: 'Change the password first (PUT /api/v1/session/password).' },
  not_found: { status: 404, message: 'There is no such thing, or it is not yours to see.' },
  method_not_allowed: { status: 405, message: 'This address does not take that method.' },
  gate: { status: 409, message: 'A gate is shut for this call; `why` names it.' },
  conflict: { status: 409, message: 'This does not fit the present state.' },
  idempotency_mismatch: { status: 409, message: 'This Idempotency-Key was used for another request.' },
  idempotency_running: { status: 409, message: 'The first request with this Idempotency-Key has no answer yet.' },
  too_large: { status: 413, message: 'The body is too large.' },
  unsupported_media_type: { status: 415, message: 'This type of body is not understood here.' },
  too_many_requests: { status: 429, message: 'Too many requests; wait as Retry-After says.' },
  internal: { status: 500, message: 'Something broke here; the log names it by requestId.' },
  overloaded: { status: 503, message: 'Too busy now; try again as Retry-After says.' },
  unavailable: { status: 503, message: 'The database does not answer; try again shortly.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Why a call or a break is refused: a stable code, a sentence in both languages, and the facts behind it. */
export interface Why {
  code: string;
  'zh-CN': string;
  en: string;
  facts: Readonly<Record<string, string | number>>;
}

/** Ends a request with one of `ERRORS`. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: readonly FieldFault[];
  readonly retryAfterMs: number | undefined;
  readonly why: Why | undefined;
  constructor(
    code: ErrorCode,
    more: { message?: string; details?: readonly FieldFault[]; retryAfterMs?: number; why?: Why } = {},
  ) {
    super(more.message ?? ERRORS[code].message);
    this.name = 'ApiError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.details = more.details ?? [];
    this.retryAfterMs = more.retryAfterMs;
    this.why = more.why;
  }
}

const OF_REFUSAL: Record<RefusalKind, ErrorCode> = {
  'not-found': 'not_found',
  conflict: 'conflict',
  invalid: 'invalid',
  forbidden: 'forbidden',
  away: 'unavailable',
};

/** fastify's own faults that a sender can cause. */
const OF_FASTIFY: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_VALIDATION: 'invalid',
  FST_ERR_NOT_FOUND: 'not_found',
};

/** Any thrown thing as one of our errors. `isAway`: whether it says that the database cannot be reached. */
export function toApiError(error: unknown, isAway: (error: unknown) => boolean): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof Refused)
    return new ApiError(OF_REFUSAL[error.kind], {
      message: error.message,
      details: error.faults,
      ...(error.kind === 'away' ? { retryAfterMs: 1_000 } : {}),
    });
  if (isAway(error)) return new ApiError('unavailable', { retryAfterMs: 1_000 });
  const code = textOf(error, 'code');
  const known = code === undefined ? undefined : OF_FASTIFY[code];
  if (known !== undefined) return new ApiError(known);
  const status = statusOf(error);
  if (status === 429) return new ApiError('too_many_requests');
  // secure-json-parse and the HTTP parser answer with a plain error of status 400.
  if (status === 400)
    return new ApiError('bad_request', { message: 'The body is not valid JSON, or holds a forbidden key.' });
  return new ApiError('internal');
}

function textOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value = (error as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value = (error as Record<string, unknown>).statusCode;
  return typeof value === 'number' ? value : undefined;
}
