/** Characters of one row, all its cells together. */
export const MOST_RECORD_CHARS = 64 * 1024;
