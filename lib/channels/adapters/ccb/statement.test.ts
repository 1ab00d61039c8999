import { buffer } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { must } from '@/lib/kernel/result';
import { inspect } from '@/lib/statements';
import { statementReader } from './statement';

const HEADER = ['TRAN_DATE', 'ACC_DATE', 'ORDER', 'ACCOUNT', 'PAYMENT_MONEY', 'REFUND_MONEY', 'POS_ID', 'REM1', 'REM2', 'ORDER_STATUS'];
const PAID = ['20261121 093000', '20261121', 'BF0001', '6217****1234', '1280.00', '0.00', '100000148', '学费', '', '1'];
const BACK = ['2026-11-21 15:00:00', '2026-11-22', 'BF0001', '6217****1234', '0.00', '80.00', '100000148', '学费', '', '4'];
const WAITS = ['2026-11-21 16:00:00', '2026-11-21', 'BF0002', '', '10.00', '0.00', '100000148', '', '', '2'];

async function zipped(text: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(iconv.encode(text, 'gb18030'), 'SHOP.105000000000001.20261121.20261121.txt');
  zip.end();
  return buffer(zip.outputStream);
}

describe.each(['\t', '|', ','])('separator %j', (mark) => {
  test('payments and refunds are read, with the order a refund gives back', async () => {
    const text = [HEADER, PAID, BACK].map((cells) => cells.join(mark)).join('\r\n');
    const { summary, rows } = must(await inspect(await zipped(text), 'SHOP.zip', [statementReader]));
    expect(summary).toMatchObject({ format: 'ccb-shop', encoding: 'gb18030', rows: 2, rejected: 0, currency: 'CNY', warnings: [] });
    expect(summary.credit).toEqual({ count: 1, amountMinor: 128000n });
    expect(summary.debit).toEqual({ count: 1, amountMinor: 8000n });
    const [paid, back] = [...rows];
    expect(paid).toMatchObject({
      type: 'payment',
      merchantNo: 'BF0001',
      tradeTime: '2026-11-21 09:30:00',
      settleDate: '2026-11-21',
      memo: '学费',
    });
    expect(back).toMatchObject({ type: 'refund', merchantNo: null, origMerchantNo: 'BF0001', settleDate: '2026-11-22' });
  });
});

test('a file without captions, an order that still waits, and one partly refunded in the same row', async () => {
  const partly = PAID.with(5, '30.00').with(2, 'BF0003').with(9, '3');
  const text = [PAID, WAITS, partly].map((cells) => cells.join('|')).join('\n');
  const { summary, rows } = must(await inspect(Buffer.from(iconv.encode(text, 'gb18030')), 'x.txt', [statementReader]));
  expect([...rows].map((r) => [r.type, r.amountMinor, r.settled ?? true])).toEqual([
    ['payment', 128000n, true],
    ['payment', 1000n, false],
    ['payment', 128000n, true],
    ['refund', 3000n, true],
  ]);
  expect(summary.warnings.map((w) => w.code)).toEqual(
    expect.arrayContaining(['statements.warn-unsettled-rows', 'statements.warn-partly-refunded']),
  );
});
