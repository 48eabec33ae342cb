/** Why a row of a file is not imported (导入失败原因), each with a plain sentence in both languages. Codes are stable. */
export const IMPORT_REASONS = [
  'row-too-long',
  'cell-too-long',
  'quote',
  'control-character',
  'encoding',
  'too-many-cells',
  'phone-missing',
  'phone-invalid',
  'phone-scientific',
  'place-unknown',
  'row-limit',
  'duplicate',
  'do-not-call',
] as const;

export type ImportReason = (typeof IMPORT_REASONS)[number];

const SENTENCES: Record<ImportReason, { 'zh-CN': string; en: string }> = {
  'row-too-long': { 'zh-CN': '该行过长。', en: 'The row is too long.' },
  'cell-too-long': { 'zh-CN': '单元格内容过长。', en: 'The cell is too long.' },
  quote: { 'zh-CN': '引号未成对，该行无法解析。', en: 'A quote is not closed or stands in the wrong place.' },
  'control-character': { 'zh-CN': '含有不可见的控制字符。', en: 'It holds control characters.' },
  encoding: { 'zh-CN': '含有无法识别的字符，请检查文件编码。', en: 'It holds bytes that are no text in the encoding.' },
  'too-many-cells': { 'zh-CN': '该行的列数多于表头。', en: 'The row has more cells than the header.' },
  'phone-missing': { 'zh-CN': '没有电话号码。', en: 'There is no phone number.' },
  'phone-invalid': { 'zh-CN': '不是有效的电话号码。', en: 'It is no valid phone number.' },
  'phone-scientific': {
    'zh-CN': '号码被表格软件写成了科学计数法，末位数字已丢失。',
    en: 'A spreadsheet has written the number as 1.38E+10: its last digits are lost.',
  },
  'place-unknown': {
    'zh-CN': '归属地未知，无法判断当地时间。',
    en: 'The place of the number is unknown, so its local time cannot be judged.',
  },
  'row-limit': { 'zh-CN': '超出单次导入的行数上限。', en: 'The file has more rows than one import takes.' },
  duplicate: { 'zh-CN': '号码或外部编号已存在，未重复导入。', en: 'The number or external id is there already.' },
  'do-not-call': { 'zh-CN': '号码在勿扰名单中。', en: 'The number is on the do-not-call list.' },
};

export function importSentence(reason: ImportReason, locale: 'zh-CN' | 'en'): string {
  return SENTENCES[reason][locale];
}

const SHOWN = 40;

/**
 * A value of a refused row, fit to be shown: control characters made visible, every digit hidden but the last two (what
 * is no number for us may still be somebody's), cut short.
 */
export function shownValue(text: string): string {
  const cut = beginning(text, SHOWN);
  const visible = cut.replace(/[\p{Cc}\p{Cf}]/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
  // Escapes hold digits too: hide those of the text only.
  let left = (cut.match(/\p{Nd}/gu) ?? []).length;
  const hidden = visible.replace(/\\u[0-9a-f]{4}|\p{Nd}/gu, (found) =>
    found.startsWith('\\u') || left-- <= 2 ? found : '*',
  );
  return text.length > cut.length ? `${hidden}…` : hidden;
}

/** The first characters of a text, none of them cut in half. */
export function beginning(text: string, characters: number): string {
  return [...text.slice(0, 2 * characters)].slice(0, characters).join('');
}
