/** WeChat's ALL trade bill: 27 columns, every field behind a back-tick, amounts in yuan, then a summary of seven. */
import type { BusinessDate } from '@/lib/kernel/time';
import { bankDateTime } from '../../bank/clock';
import { spelled } from '../../bank/oddities';
import type { StatementFile, Writing } from '../../bank/sim';
import type { StatementLine } from '../../bank/statement-lines';
import { yuan } from '../../bank/text';
import type { Merchant } from '../../bank/types';

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUMMARY_HEADER = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

/** Commas would break the row: WeChat's own files have none in names either. */
const cell = (text: string): string => `\`${text.replace(/[,`\r\n]/g, ' ')}`;
const fee = (fen: bigint): string => `${yuan(fen)}000`;

function row(merchant: Merchant, line: StatementLine): string {
  const { order, refund } = line;
  const request = JSON.parse(order.request) as { attach?: string };
  const refunded = refund ? yuan(line.amountFen) : '0.00';
  const paid = refund ? '0.00' : yuan(line.amountFen);
  return [
    bankDateTime(line.at),
    String(merchant.config.appId),
    merchant.merchantNo,
    '0',
    '',
    order.tradeNo,
    order.orderNo,
    `oSandbox${order.token}`,
    'NATIVE',
    refund ? 'REFUND' : 'SUCCESS',
    'OTHERS',
    'CNY',
    paid,
    '0.00',
    refund?.tradeNo ?? '0',
    refund?.refundNo ?? '0',
    refunded,
    '0.00',
    refund ? 'ORIGINAL' : '',
    refund ? (refund.status === 'succeeded' ? 'SUCCESS' : 'PROCESSING') : '',
    order.subject,
    request.attach ?? '',
    fee(refund ? -line.feeFen : line.feeFen),
    '0.60%',
    paid,
    refunded,
    '',
  ]
    .map(cell)
    .join(',');
}

export function wechatStatement(merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], { odd }: Writing): StatementFile {
  const sum = (of: (line: StatementLine) => bigint, offFen = 0n) => lines.reduce((total, line) => total + of(line), offFen);
  const paid = yuan(sum((line) => (line.kind === 'payment' ? line.amountFen : 0n), odd.totalOffFen));
  const refunded = yuan(sum((line) => (line.kind === 'refund' ? line.amountFen : 0n)));
  const fees = fee(sum((line) => (line.kind === 'payment' ? line.feeFen : -line.feeFen)));
  const summary = [String(lines.length), paid, refunded, '0.00', fees, paid, refunded].map(cell).join(',');
  const text = [
    '\ufeff',
    HEADER,
    '\r\n',
    ...lines.map((line) => `${row(merchant, line)}\r\n`),
    SUMMARY_HEADER,
    '\r\n',
    summary,
    '\r\n',
  ].join('');
  return {
    fileName: `${merchant.merchantNo}All${date}_${date}.csv`,
    bytes: spelled(text, 'utf-8', odd),
    contentType: 'text/plain; charset=utf-8',
  };
}
