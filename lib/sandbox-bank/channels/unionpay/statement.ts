/** UnionPay's ZM file: 42 fields of fixed width, one separator byte after each, GBK, 607 bytes a record; in a zip. */
import type { BusinessDate } from '@/lib/kernel/time';
import type { StatementFile } from '../../bank/sim';
import type { StatementLine } from '../../bank/statement-lines';
import { gbk } from '../../bank/text';
import type { Merchant } from '../../bank/types';
import { zipOf } from '../../bank/zip';
import { traceNo, traceTime } from './wire';

/** Widths in bytes; numbers are padded with zeros on the left (`n`), texts with blanks on the right (`a`). */
const LAYOUT = (
  'n3 n11 n11 n6 n10 a19 n12 n4 a2 a21 a2 a32 a2 n6 n10 a13 a13 a4 a15 a2 a2 a6 a2 a4 a32 a1 a21 a15 a1 a15 a32 a13 a13 a8 a32 a13 ' +
  'a13 a12 a2 a1 a32 a98'
)
  .split(' ')
  .map((field) => ({ left: field.startsWith('n'), width: Number(field.slice(1)) }));

/** Cut and padded by bytes, never through the middle of a character. */
function field(text: string, { left, width }: { left: boolean; width: number }): Buffer {
  let kept = '';
  let size = 0;
  for (const char of text) {
    const bytes = gbk(char).length;
    if (size + bytes > width) break;
    kept += char;
    size += bytes;
  }
  const padding = Buffer.alloc(width - size, left && text !== '' ? '0' : ' ');
  return left ? Buffer.concat([padding, gbk(kept)]) : Buffer.concat([gbk(kept), padding]);
}

/** `C000000001234`: C for the merchant, D against it. */
const signed = (fen: bigint): string => `${fen < 0n ? 'D' : 'C'}${(fen < 0n ? -fen : fen).toString().padStart(12, '0')}`;
const ZERO = signed(0n);

function record(merchant: Merchant, line: StatementLine): Buffer {
  const { order, refund } = line;
  const kind = refund ? ((JSON.parse(refund.request) as { txnType?: string }).txnType ?? '04') : '01';
  const net = refund ? line.feeFen - line.amountFen : line.amountFen - line.feeFen;
  const fee = refund ? line.feeFen : -line.feeFen;
  const values = [
    'E74',
    '00010000',
    '00010000',
    traceNo(refund?.tradeNo ?? order.tradeNo),
    traceTime(line.at),
    '621626******0000',
    line.amountFen.toString(),
    '8211',
    '07',
    refund?.tradeNo ?? order.tradeNo,
    '',
    refund?.refundNo ?? order.orderNo,
    '01',
    refund ? traceNo(order.tradeNo) : '',
    refund ? traceTime(order.paidAt ?? order.createdAt) : '',
    signed(fee),
    signed(net),
    '0001',
    '',
    kind,
    refund ? '00' : '01',
    '000201',
    '01',
    '',
    '',
    '0',
    refund ? order.tradeNo : '',
    merchant.merchantNo,
    '',
    '',
    merchant.merchantName,
    ZERO,
    signed(net),
    '',
    order.subject,
    ZERO,
    ZERO,
    'C00000000000',
    '',
    '1',
    refund ? order.orderNo : '',
    '',
  ];
  const parts = LAYOUT.flatMap((layout, index) => [field(values[index]!, layout), Buffer.from(' ')]);
  return Buffer.concat([...parts.slice(0, -1), Buffer.from('\r\n')]);
}

export function unionpayStatement(merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[]): StatementFile {
  const stem = `INN${date.slice(2).replaceAll('-', '')}88ZM_${merchant.merchantNo}`;
  const bytes = zipOf([{ name: Buffer.from(stem), bytes: Buffer.concat(lines.map((line) => record(merchant, line))) }]);
  return { fileName: `${stem}.zip`, bytes, contentType: 'application/zip' };
}
