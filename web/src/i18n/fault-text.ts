import type { TFunction } from 'i18next';
import { ApiFault } from '../api/client.ts';
import { locale } from './index.ts';

/** What happened, what was kept, what to do now, in the language of the page. */
export function faultText(t: TFunction, error: unknown): string {
  if (!(error instanceof ApiFault)) return t('fault.other', { code: 'page', message: String(error) });
  const { code, message, details, retryAfter, why } = error;
  if (why !== undefined) return why[locale()];
  switch (code) {
    case 'too_many_requests':
      return t('fault.too_many_requests', { seconds: retryAfter ?? 1 });
    case 'invalid':
    case 'bad_request':
      return t('fault.invalid', { fields: details.map((one) => t('fault.field', { ...one })).join('; ') || message });
    case 'conflict':
      return t('fault.conflict', { message });
    case 'offline':
    case 'unauthenticated':
    case 'wrong_credentials':
    case 'forbidden':
    case 'csrf':
    case 'password_change_required':
    case 'not_found':
    case 'too_large':
    case 'unsupported_media_type':
    case 'unavailable':
    case 'overloaded':
    case 'internal':
      return t(`fault.${code}`);
    default:
      return t('fault.other', { code, message });
  }
}
