/** The same statement in every kind of workbook, and in what banks call a workbook: one reading. */
import { utils, write, type BookType } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

const ROWS: (string | number | Date)[][] = [
  ['某学校活期账户交易明细'],
  ['账号：3305000000000000001', '', '币种：人民币', '', '起止日期：2026-10-01至2026-10-31'],
  [],
  ['序号', '交易日期', '摘要', '收入金额', '支出金额', '余额', '流水号'],
  [1, new Date(Date.UTC(2026, 9, 2)), '学费', 500, '', 1500, '999012026100200001'],
  [2, new Date(Date.UTC(2026, 9, 30)), '付款', '', 12.34, 1487.66, '999012026103000002'],
  ['合计', '', '', 500, 12.34, '', ''],
  ['温馨提示：本明细仅供核对'],
];
const TOLD = 'table-sheet 2 +1/50000 -1/1234 =0 CNY 100000>148766 2026-10-01..2026-10-31';

function book(type: BookType, sheets: readonly (readonly [string, (string | number | Date)[][]])[]): Buffer {
  const made = utils.book_new();
  for (const [name, rows] of sheets) utils.book_append_sheet(made, utils.aoa_to_sheet(rows, { UTC: true }), name);
  return Buffer.from(write(made, { type: 'buffer', bookType: type }) as Uint8Array);
}

test.each<[BookType]>([['xlsx'], ['xlsm'], ['xlsb'], ['biff8'], ['xlml'], ['ods'], ['fods']])('%s', async (type) => {
  expect(await toldOf(book(type, [['明细', ROWS]]))).toBe(TOLD);
});

test('a cover sheet before it and an empty one behind', async () => {
  const cover = [['说明'], ['本文件由网上银行生成', '', '请妥善保管']];
  expect(await toldOf(book('xlsx', [['封面', cover], ['明细', ROWS], ['Sheet3', [['']]]]))).toBe(TOLD);
});

test('numbers as text with separators, dates as text', async () => {
  const rows = ROWS.map((row) => row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10).replaceAll('-', '/') : typeof cell === 'number' ? cell.toLocaleString('en') : cell)));
  expect(await toldOf(book('xlsx', [['明细', rows]]))).toBe(TOLD);
});

describe('what is called xls', () => {
  const table = ROWS.map((row) => `<tr>${row.length === 1 ? `<td colspan="7">${String(row[0])}</td>` : row.map((cell) => `<td>${cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)}</td>`).join('')}</tr>`).join('\n');
  test('a page with a table', async () => {
    expect(await toldOf(`<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table border=1>${table}</table></body></html>`)).toBe(TOLD);
  });
  test('a bare table, upper case, with a document type', async () => {
    expect(await toldOf(`<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<TABLE>${table.replaceAll('td>', 'TD>').replaceAll('tr>', 'TR>')}</TABLE>`)).toBe(TOLD);
  });
  test('a text with tabs', async () => {
    const text = ROWS.map((row) => row.map((cell) => (cell instanceof Date ? `="${cell.toISOString().slice(0, 10)}"` : String(cell))).join('\t')).join('\r\n');
    expect(await toldOf(text)).toBe(TOLD.replace('table-sheet', 'table-tsv'));
  });
});
