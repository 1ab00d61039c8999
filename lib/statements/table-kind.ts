/** The name of the format a table is in, by its captions: known bills have names of their own, the rest are tables. */
import { sheetOf } from './input';
import type { Plan } from './plan';
import type { StatementInput } from './port';

const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['wechat-fundflow', ['微信支付业务单号', '资金流水单号', '业务凭证号']],
  ['wechat-app', ['交易单号', '商户单号', '当前状态']],
  ['alipay-account-detail', ['账务流水号', '业务流水号']],
  ['alipay-app', ['交易订单号', '商家订单号', '收/付款方式', '对方账号']],
  ['jd-app', ['交易订单号', '商家订单号', '商户名称']],
];

export function kindOf(input: StatementInput, plan: Plan): string {
  const captions = new Set(plan.captions);
  const known = KINDS.find(([, needed]) => needed.every((caption) => captions.has(caption)));
  if (known) return known[0];
  if (input.encoding === 'binary') return 'table-sheet';
  if (sheetOf(input)) return 'table-json';
  return plan.delimiter.startsWith('\t') ? 'table-tsv' : 'table-csv';
}
