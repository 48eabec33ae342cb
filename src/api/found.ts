import { ApiError } from './errors.ts';

/** The thing, or 404: one that is not there and one that is not his look the same. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new ApiError('not_found');
  return value;
}
