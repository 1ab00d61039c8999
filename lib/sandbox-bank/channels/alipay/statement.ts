/** Alipay's trade detail: a zip of two GBK CSVs, the details (25 columns, `#` comment lines) and their summary. */
import { addDays, type BusinessDate } from '@/lib/kernel/time';
import { bankDateTime } from '../../bank/clock';
import { spelled } from '../../bank/oddities';
import type { StatementFile, Writing } from '../../bank/sim';
import type { StatementLine } from '../../bank/statement-lines';
import { gbk, yuan } from '../../bank/text';
import type { Merchant } from '../../bank/types';
import { zipOf } from '../../bank/zip';

const HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,' +
  '支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

const chineseDay = (date: BusinessDate): string => `${date.slice(0, 4)}年${date.slice(5, 7)}月${date.slice(8, 10)}日 00:00:00`;
const cell = (text: string): string => text.replace(/[,\t\r\n]/g, ' ');

/** A fee charged is printed negative, one given back positive; ids end with a TAB so that spreadsheets keep their digits. */
function row(line: StatementLine): string {
  const { order, refund } = line;
  const amount = yuan(refund ? -line.amountFen : line.amountFen);
  return [
    `${order.tradeNo}\t`,
    `${order.orderNo}\t`,
    refund ? '退款' : '交易',
    cell(order.subject),
    bankDateTime(refund ? line.at : order.createdAt),
    bankDateTime(line.at),
    '',
    '',
    '',
    '',
    '沙箱(san***@sandbox.com)',
    amount,
    amount,
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '',
    '0.00',
    '0.00',
    refund ? `${refund.refundNo}\t` : '',
    yuan(refund ? line.feeFen : -line.feeFen),
    '0.00',
    '',
  ].join(',');
}

export function alipayStatement(merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], { now, odd }: Writing): StatementFile {
  const of = (kind: 'payment' | 'refund') => lines.filter((line) => line.kind === kind);
  const sum = (kind: 'payment' | 'refund') => of(kind).reduce((total, line) => total + line.amountFen, 0n);
  const fees = lines.reduce((total, line) => (line.kind === 'payment' ? total + line.feeFen : total - line.feeFen), 0n);
  const [paid, refunded] = [sum('payment') + odd.totalOffFen, sum('refund')];
  const period = `#起始日期：[${chineseDay(date)}]   终止日期：[${chineseDay(addDays(date, 1))}]`;
  const exported = `#导出时间：[${bankDateTime(now)}]`;
  const detail = [
    '#支付宝业务明细查询',
    `#账号：[${String(merchant.config.sellerId)}0156]`,
    period,
    '#-----------------------------------------业务明细列表----------------------------------------',
    HEADER,
    ...lines.map(row),
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${of('payment').length}笔，商家实收共${yuan(paid)}元，商家优惠共0.00元`,
    `#退款合计：${of('refund').length}笔，商家实收退款共${yuan(-refunded)}元，商家优惠退款共0.00元`,
    exported,
    '',
  ].join('\r\n');
  const summary = [
    '#支付宝业务汇总查询',
    `#账号：[${String(merchant.config.sellerId)}0156]`,
    period,
    '#-----------------------------------------业务汇总列表----------------------------------------',
    '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）',
    [
      '合计',
      '',
      of('payment').length,
      of('refund').length,
      yuan(paid - refunded),
      yuan(paid - refunded),
      '0.00',
      '0.00',
      '0.00',
      yuan(-fees),
      '0.00',
      yuan(paid - refunded - fees),
    ].join(','),
    '#-----------------------------------------业务汇总列表结束------------------------------------',
    exported,
    '',
  ].join('\r\n');
  const stem = `${String(merchant.config.sellerId)}0156_${date.replaceAll('-', '')}`;
  const bytes = zipOf([
    { name: gbk(`${stem}_业务明细.csv`), bytes: spelled(detail, 'gbk', odd) },
    { name: gbk(`${stem}_业务明细(汇总).csv`), bytes: spelled(summary, 'gbk', odd) },
  ]);
  return { fileName: `${stem}.csv.zip`, bytes, contentType: 'application/zip' };
}
