import { read, utils } from '@e965/xlsx';
import { expect, it } from 'vitest';
import { streamSheet } from './sheet-stream';
import type { SheetCell } from './model';

async function* rows(): AsyncGenerator<readonly SheetCell[]> {
  yield ['name', 'amount'];
  yield ['=1+1', { decimal: '-12.30' }];
  yield ['@SUM(A1) <&> \u0000x', { decimal: '5.00' }];
}

it('nothing a payer typed runs as a formula in the spreadsheet, and amounts are numbers', async () => {
  const book = read(new Uint8Array(await streamSheet('xlsx', 'x', rows()).arrayBuffer()));
  const sheet = book.Sheets[book.SheetNames[0]!]!;
  expect(Object.values(sheet).some((cell) => typeof cell === 'object' && cell !== null && 'f' in cell)).toBe(false);
  expect(utils.sheet_to_json(sheet, { header: 1 })).toEqual([['name', 'amount'], ['=1+1', -12.3], ['@SUM(A1) <&> x', 5]]);
  // The answer's own reader would take the mark away again.
  const csv = Buffer.from(await streamSheet('csv', 'x', rows()).arrayBuffer()).toString('utf8');
  expect(csv).toBe('\uFEFFname,amount\r\n\'=1+1,-12.30\r\n\'@SUM(A1) <&> \u0000x,5.00\r\n');
});
