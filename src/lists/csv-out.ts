/** A spreadsheet would take it for a formula, or lose what follows (RULES.md "Export"). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const DANGEROUS = /^[=+\-@\t\u0000]/;

/** A cell that a spreadsheet shows and does not run. */
export function harmless(cell: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = cell.replace(/\u0000/g, '');
  return DANGEROUS.test(cell) ? `'${plain}` : plain;
}

/** One line of a CSV file (RFC 4180), its cells made harmless. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
