import type { Static } from 'typebox';
import { Type } from 'typebox';
import type { RecordFilter } from '../../domain/office.ts';
import { ApiError } from '../errors.ts';
import { ms } from '../schemas.ts';
import { RECORD_FILTER } from './schema.ts';

const Filter = Type.Object(RECORD_FILTER);

/** Throws `invalid` for a window that ends before it begins. */
export function recordFilter(given: Static<typeof Filter>): RecordFilter {
  const { campaignId, agentId, contactId, result, disposition, numberTail } = given;
  const [from, to] = [ms(given.from), ms(given.to)];
  if (from !== undefined && to !== undefined && to <= from) {
    const details = [{ field: 'to', came: String(given.to), wanted: 'a time after `from`' }];
    throw new ApiError('invalid', { details });
  }
  return { campaignId, agentId, contactId, result, disposition, numberTail, from, to };
}
