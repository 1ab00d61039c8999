import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { must } from '@/lib/kernel/result';
import { inspect } from '@/lib/statements';
import { statementReader } from './statement';

/** Bytes of the 42 fields, in order; 566 bytes and 41 separators make a record of 607. */
const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2,
  1, 32, 98,
];

function record(fields: Record<number, string>): Buffer {
  const parts = WIDTHS.map((width, i) => {
    const bytes = iconv.encode(fields[i + 1] ?? '', 'gb18030');
    return Buffer.concat([bytes, Buffer.alloc(width - bytes.length, 32)]);
  });
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from(' '), part])));
}
const common = { 1: 'S22', 6: '6222****1234', 28: '777290058110048', 31: '八方幼儿园' };
const PAID = record({
  ...common,
  5: '1121093000',
  7: '000000128000',
  10: '202611210930001234567',
  12: 'BF20261121000001',
  16: 'D000000000768',
  17: 'C000000127232',
  20: '01',
  21: '01',
  33: 'C000000127232',
});
const BACK = record({
  ...common,
  5: '1121150000',
  7: '000000008000',
  10: '202611211500001234568',
  12: 'RF20261121000001',
  16: 'C000000000048',
  20: '04',
  27: '202611210930001234567',
  33: 'D000000007952',
  41: 'BF20261121000001',
});

async function zipped(name: string, ...records: Buffer[]): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.concat(records.flatMap((r) => [r, Buffer.from('\r\n')])), name);
  zip.addBuffer(Buffer.from(''), 'INN26112288ZME_777290058110048');
  zip.end();
  return buffer(zip.outputStream);
}

test('a record is 607 bytes and both a payment and its refund are read, from the zip and from its zlib wrapping', async () => {
  expect(PAID.length).toBe(607);
  const zip = await zipped('INN26112188ZM_777290058110048', PAID, BACK);
  for (const bytes of [zip, deflateSync(zip)]) {
    const { summary, rows } = must(await inspect(bytes, 'fileContent', [statementReader]));
    expect(summary).toMatchObject({
      format: 'unionpay-zm',
      encoding: 'gb18030',
      rows: 2,
      rejected: 0,
      warnings: [],
      period: { from: '2026-11-21', to: '2026-11-21' },
    });
    expect(summary.credit).toEqual({ count: 1, amountMinor: 128000n });
    expect(summary.debit).toEqual({ count: 1, amountMinor: 8000n });
    const [paid, back] = [...rows];
    expect(paid).toMatchObject({
      merchantNo: 'BF20261121000001',
      channelNo: '202611210930001234567',
      feeMinor: 768n,
      netMinor: 127232n,
      tradeTime: '2026-11-21 09:30:00',
      settleDate: '2026-11-21',
      memo: '八方幼儿园',
    });
    expect(back).toMatchObject({
      type: 'refund',
      merchantNo: 'RF20261121000001',
      origMerchantNo: 'BF20261121000001',
      feeMinor: -48n,
      netMinor: -7952n,
    });
  }
});

test('trades of 31 December in a file of 1 January belong to the old year; without a date in the name no year is invented', async () => {
  const old = Buffer.from(PAID);
  old.write('1231233000', 35, 'latin1');
  const january = must(await inspect(await zipped('INN27010188ZM_777290058110048', old), 'x', [statementReader]));
  expect([...january.rows][0]!.tradeTime).toBe('2026-12-31 23:30:00');
  const nameless = must(await inspect(Buffer.concat([PAID, Buffer.from('\n')]), 'x.txt', [statementReader]));
  expect([...nameless.rows][0]!.tradeTime).toBeNull();
  expect(nameless.summary.warnings.map((w) => w.code)).toContain('statements.warn-year-unknown');
});

test('a record cut in the middle is rejected and said', async () => {
  const cut = must(await inspect(Buffer.concat([PAID, Buffer.from('\r\n'), BACK.subarray(0, 300)]), 'INN26112188ZM_1', [statementReader]));
  expect(cut.summary).toMatchObject({ rows: 1, rejected: 1 });
  expect(cut.summary.warnings.map((w) => w.code)).toContain('statements.warn-truncated');
});
