/** CCB's day file: a zip with one GB18030 text of ten columns separated by `|`; payments and refunds in files of their own. */
import type { BusinessDate } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import { bankDateTime } from '../../bank/clock';
import { md5Hex } from '../../bank/crypto';
import { odditiesOf, spelled, type Oddities } from '../../bank/oddities';
import type { StatementFile, Writing } from '../../bank/sim';
import { statementDay, type StatementLine } from '../../bank/statement-lines';
import { yuan } from '../../bank/text';
import type { Merchant } from '../../bank/types';
import { zipOf } from '../../bank/zip';

const COLUMNS = ['TRAN_DATE', 'ACC_DATE', 'ORDER', 'ACCOUNT', 'PAYMENT_MONEY', 'REFUND_MONEY', 'POS_ID', 'REM1', 'REM2', 'ORDER_STATUS'];
export type FileKind = 'payment' | 'refund';

const cell = (text: string): string => text.replace(/[|\r\n]/g, ' ');

function row(merchant: Merchant, line: StatementLine, date: BusinessDate): string {
  const request = JSON.parse(line.order.request) as { REMARK1?: string; REMARK2?: string };
  const refunded = line.kind === 'refund';
  return [
    bankDateTime(line.at),
    date,
    line.order.orderNo,
    '621700******0000',
    refunded ? '0.00' : yuan(line.amountFen),
    refunded ? yuan(line.amountFen) : '0.00',
    String(merchant.config.posId),
    cell(request.REMARK1 ?? ''),
    cell(request.REMARK2 ?? ''),
    refunded ? '4' : '1',
  ].join('|');
}

/** The stamp's last digit says which of the two files it is; the rest follows from the day, so that a file keeps its name. */
function named(merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], mark: string, odd: Oddities): StatementFile {
  const on = date.replaceAll('-', '');
  const stamp = (BigInt(`0x${md5Hex(`${merchant.merchantNo}${date}`).slice(0, 12)}`) % 10_000_000_000_000n).toString().padStart(13, '0');
  const stem = `SHOP.${merchant.merchantNo}.${on}.${on}.${stamp}${mark}`;
  const text = [COLUMNS.join('|'), ...lines.map((line) => row(merchant, line, date)), ''].join('\r\n');
  return {
    fileName: `${stem}.zip`,
    bytes: zipOf([{ name: Buffer.from(`${stem}.txt`), bytes: spelled(text, 'gb18030', odd) }]),
    contentType: 'application/zip',
  };
}

export function ccbFile(bank: Bank, merchant: Merchant, date: BusinessDate, kind: FileKind): StatementFile | null {
  const lines = statementDay(bank, merchant, date).lines.filter((line) => line.kind === kind);
  return lines.length === 0 ? null : named(merchant, date, lines, kind === 'payment' ? '0' : '1', odditiesOf(bank, merchant, date));
}

/** Both kinds in one file, for the control panel and tests. */
export const ccbStatement = (merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], { odd }: Writing): StatementFile =>
  named(merchant, date, lines, '9', odd);
