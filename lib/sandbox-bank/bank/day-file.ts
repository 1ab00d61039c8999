/** The day file of channels whose own layout is not public (sandbox convention): `|` between cells, totals in the first line. */
import type { BusinessDate } from '@/lib/kernel/time';
import { bankDateTime } from './clock';
import { spelled } from './oddities';
import type { StatementFile, Writing } from './sim';
import type { StatementLine } from './statement-lines';
import { yuan } from './text';
import type { Merchant } from './types';

export interface DayFileLook {
  readonly title: string;
  readonly unit: 'yuan' | 'fen';
  readonly encoding: 'utf-8' | 'gb18030';
  /** First part of the file's name. */
  readonly stem: string;
}

const CAPTIONS = ['交易时间', '业务类型', '商户订单号', '退款单号', '渠道流水号', '金额', '手续费', '摘要'];
const cell = (text: string): string => text.replace(/[|\r\n]/g, ' ');

export function dayFile(look: DayFileLook, merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], { odd }: Writing): StatementFile {
  const amount = look.unit === 'fen' ? (fen: bigint) => fen.toString() : yuan;
  const side = (kind: StatementLine['kind'], offFen = 0n) => {
    const of = lines.filter((line) => line.kind === kind);
    return [String(of.length), amount(of.reduce((sum, line) => sum + line.amountFen, offFen))];
  };
  const rows = lines.map(({ kind, order, refund, amountFen, feeFen, at }) =>
    [
      bankDateTime(at),
      kind === 'refund' ? '退款' : '支付',
      order.orderNo,
      refund?.refundNo ?? '',
      refund?.tradeNo ?? order.tradeNo,
      amount(amountFen),
      amount(feeFen),
      cell(order.subject),
    ].join('|'),
  );
  const head = [look.title, merchant.merchantNo, date, ...side('payment', odd.totalOffFen), ...side('refund')].join('|');
  const text = [head, CAPTIONS.join('|'), ...rows, ''].join('\r\n');
  return {
    fileName: `${look.stem}_${merchant.merchantNo}_${date.replaceAll('-', '')}.txt`,
    bytes: spelled(text, look.encoding, odd),
    contentType: 'text/plain',
  };
}
