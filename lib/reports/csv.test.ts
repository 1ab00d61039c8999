// Whatever a cell holds, a spreadsheet shows it as text and never runs it; numbers stay numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvText } from './csv';

describe('CSV', () => {
  it.each(['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])('makes %j inert', (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves plain numbers, negative ones too, as they are', () => {
    expect(['-1280.00', '0.00', '12'].map(csvCell)).toEqual(['-1280.00', '0.00', '12']);
  });

  it('quotes what would break the line, and doubles quotes', () => {
    expect(csvText([['a,b', 'say "x"', 'two\nlines']])).toBe('\uFEFF"a,b","say ""x""","two\nlines"\r\n');
  });

  it('no cell starts a formula, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const cell = csvCell(text);
        const shown = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(/^[=+@\t\r]/.test(shown) || (shown.startsWith('-') && !/^-\d+(\.\d+)?$/.test(shown))).toBe(false);
        expect(shown === text || shown === `'${text}`).toBe(true);
      }),
    );
  });
});
