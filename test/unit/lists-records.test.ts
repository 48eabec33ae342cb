import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordSplitter, type TextRecord } from '../../src/lists/records.ts';

const split = (chunks: readonly string[], delimiter = ',', maxChars = 2000): TextRecord[] => {
  const splitter = new RecordSplitter(delimiter, { maxChars });
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
};
const cells = (records: readonly TextRecord[]): (string[] | string)[] =>
  records.map((record) => (record.kind === 'cells' ? record.cells : `${record.row} ${record.why}`));

describe('splitting a file into records', () => {
  it.each([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no break at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['CRLF, CR and LF mixed', 'a\r\nb\rc\nd', [['a'], ['b'], ['c'], ['d']]],
    ['blank lines count', 'a\n\n\nb', [['a'], [''], [''], ['b']]],
    [
      'quotes',
      '"a ""b"" c","1,2"\n3,"x\ny"',
      [
        ['a "b" c', '1,2'],
        ['3', 'x\ny'],
      ],
    ],
    [
      'empty quotes',
      '"",""\n,',
      [
        ['', ''],
        ['', ''],
      ],
    ],
    ['a quote inside a plain cell', 'a "b" c,2\n', [['a "b" c', '2']]],
    ['an unclosed quote costs its line', '1\n2,"abc\n3,x\n4,y', [['1'], '2 quote', ['3', 'x'], ['4', 'y']]],
    ['text after a closing quote costs its line', '1\n2,"abc"d,e\n3,x', [['1'], '2 quote', ['3', 'x']]],
    ['an unclosed quote that a later one seems to close', '1,"abc\n2,"x",y\n3', ['1 quote', ['2', 'x', 'y'], ['3']]],
    ['an over-long cell costs its line', `1\n2,${'z'.repeat(9000)}\n3,x\n4`, [['1'], '2 too-long', ['3', 'x'], ['4']]],
    ['quoted too', `1\n2,"${'z'.repeat(9000)}"\n3,x\n4`, [['1'], '2 too-long', ['3', 'x'], ['4']]],
    [
      'an unclosed quote over many lines',
      `1,"a\n${'2,b\n'.repeat(900)}`,
      ['1 quote', ...Array.from({ length: 900 }, () => ['2', 'b'])],
    ],
  ])('%s', (_name, text, wanted) => {
    expect(cells(split([text]))).toEqual(wanted);
  });

  it('is the same however the chunks fall', () => {
    const piece = fc.constantFrom(
      'a',
      '1',
      ',',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      '"x,y"',
      '"x\ny",',
      'z'.repeat(30),
      '手',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(300), { maxLength: 6 }), (pieces, cuts) => {
        const text = pieces.join('');
        const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
        const chunks = at.slice(1).map((to, i) => text.slice(at[i], to));
        expect(split(chunks)).toEqual(split([text]));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it('gives back what was written, and holds no more than a record', () => {
    const cell = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 20 }), (rows) => {
        const text = rows.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join('\t')).join('\r\n');
        expect(cells(split([...text], '\t'))).toEqual(rows);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it('a line without end is thrown away as it comes', () => {
    const splitter = new RecordSplitter(',', { maxChars: 100 });
    const found = [splitter.push('x\n')];
    for (let i = 0; i < 50; i++) found.push(splitter.push('y'.repeat(90)));
    found.push(splitter.push('\nz\n'), splitter.end());
    expect(cells(found.flat())).toEqual([['x'], '2 too-long', ['z']]);
  });
});
