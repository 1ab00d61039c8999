/**
 * Alipay merchant trade detail (业务明细, bill_type=trade): a zip of GBK CSVs, `#` comment lines, header by caption, a line that ends
 * the list, then totals in words. Amounts in yuan; refunds are rows 业务类型=退款 with negative amounts. Columns drift between versions.
 */
import { addDays, businessDate } from '@/lib/kernel/time';
import {
  Cells,
  headOf,
  isNormalTime,
  linesOf,
  makeReader,
  normaliseDate,
  readMinor,
  type StatementInput,
  type StatementRow,
  type StatementTally,
} from '@/lib/statements';

const CAPTIONS = {
  channelNo: ['支付宝交易号'],
  merchantNo: ['商户订单号'],
  kind: ['业务类型'],
  goods: ['商品名称'],
  created: ['创建时间'],
  done: ['完成时间'],
  payer: ['对方账户'],
  amount: ['订单金额'],
  received: ['商家实收'],
  refundNo: ['退款批次号/请求号', '退款批次号', '退款请求号'],
  fee: ['服务费'],
  memo: ['备注'],
} as const;
type Columns = Record<keyof typeof CAPTIONS, number>;

/** `订单金额（元）` is `订单金额`. */
const plainCaption = (caption: string): string => caption.replace(/[（(].*?[)）]\s*$/, '').trim();
const isHeader = (line: string): boolean => line.includes('支付宝交易号') && line.includes('商户订单号') && line.includes('业务类型');

function columnsOf(cells: Cells): Columns {
  const captions = cells.all().map(plainCaption);
  const find = (names: readonly string[]) => names.map((name) => captions.indexOf(name)).find((at) => at !== -1) ?? -1;
  return Object.fromEntries(Object.entries(CAPTIONS).map(([key, names]) => [key, find(names)])) as Columns;
}

interface Sums {
  paidReceived: bigint;
  refundReceived: bigint;
  statedPaid?: bigint;
  statedRefund?: bigint;
}

function* rows(input: StatementInput, tally: StatementTally): Generator<StatementRow> {
  const cells = new Cells();
  const sums: Sums = { paidReceived: 0n, refundReceived: 0n };
  let columns: Columns | null = null;
  let width = 0;
  let lineNo = 0;
  let ended = false;
  tally.assumeCurrency('CNY');
  for (const line of linesOf(input)) {
    lineNo++;
    const first = line.charCodeAt(0);
    if (first === 35 || (lineNo === 1 && first === 0xfeff)) {
      if (line.includes('列表结束')) ended = true;
      readComment(line, tally, sums);
      continue;
    }
    if (line.trim() === '') continue;
    if (columns === null) {
      if (!isHeader(line)) continue;
      width = cells.split(line, ',');
      columns = columnsOf(cells);
      continue;
    }
    const count = cells.split(line, ',');
    if (count < width - 1 || count > width + 1) {
      tally.reject(lineNo, 'statements.row-columns', line);
      continue;
    }
    const row = rowOf(cells, columns, lineNo, tally, line, sums);
    if (row) yield row;
  }
  if (!ended) tally.warn('statements.warn-truncated', { missing: '列表结束' });
  tally.compare('received', sums.statedPaid, sums.paidReceived);
  tally.compare('refund-received', sums.statedRefund, sums.refundReceived);
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

function rowOf(cells: Cells, at: Columns, lineNo: number, tally: StatementTally, line: string, sums: Sums): StatementRow | null {
  const kind = cells.at(at.kind);
  const amount = readMinor(cells.at(at.amount));
  const received = readMinor(cells.at(at.received) || '0');
  const feeShown = readMinor(cells.at(at.fee) || '0');
  if (amount === null || received === null || feeShown === null) {
    tally.reject(lineNo, 'statements.row-amount', line);
    return null;
  }
  const refunded = kind.includes('退款') || amount < 0n;
  // The bill prints a charged fee as a negative number; here a fee kept is positive and one given back negative.
  const fee = refunded ? -abs(feeShown) : abs(feeShown);
  const printed = cells.at(at.done) || cells.at(at.created);
  const tradeTime = isNormalTime(printed) ? printed : normaliseDate(printed);
  if (tradeTime === null) {
    tally.reject(lineNo, 'statements.row-date', line);
    return null;
  }
  if (refunded) sums.refundReceived += abs(received);
  else sums.paidReceived += received;
  const channelNo = cells.at(at.channelNo) || null;
  const merchantNo = cells.at(at.merchantNo) || null;
  const refundNo = cells.at(at.refundNo) || null;
  const row: StatementRow = {
    lineNo,
    type: refunded ? 'refund' : 'payment',
    direction: refunded ? 'debit' : 'credit',
    amountMinor: abs(amount),
    currency: 'CNY',
    feeMinor: fee,
    netMinor: (refunded ? -abs(received) : received) - fee,
    merchantNo: refunded ? refundNo : merchantNo,
    origMerchantNo: refunded ? merchantNo : null,
    channelNo,
    status: kind || null,
    tradeTime,
    settleDate: null,
    counterparty: cells.at(at.payer) || null,
    memo: cells.at(at.goods) || cells.at(at.memo) || null,
    balanceMinor: null,
  };
  tally.add(row, refunded ? `R${channelNo}|${refundNo ?? line}` : `P${channelNo ?? line}`);
  return row;
}

const PERIOD = /起始日期：\[(\d{4})年(\d{2})月(\d{2})日[^\]]*\]\s*终止日期：\[(\d{4})年(\d{2})月(\d{2})日\s*([\d:]*)\]/;

function readComment(line: string, tally: StatementTally, sums: Sums): void {
  const account = /账号：\[(\w{1,40})\]/.exec(line);
  if (account) tally.stated.account = account[1]!;
  const period = PERIOD.exec(line);
  if (period) {
    // The end is written as midnight of the following day.
    const from = `${period[1]}-${period[2]}-${period[3]}`;
    const end = normaliseDate(`${period[4]}-${period[5]}-${period[6]}`);
    if (end) tally.stated.period = { from, to: end > from ? addDays(businessDate(end), -1) : end };
  }
  const total = /^#\s*(交易|退款)合计[:：]\s*(\d{1,9})笔[，,]\s*商家实收(?:退款)?共(-?[\d.]+)元/.exec(line);
  if (!total) return;
  const minor = readMinor(total[3]!);
  if (total[1] === '交易') {
    tally.stated.creditCount = Number(total[2]);
    if (minor !== null) sums.statedPaid = minor;
  } else {
    tally.stated.debitCount = Number(total[2]);
    if (minor !== null) sums.statedRefund = abs(minor);
  }
}

export const statementReader = makeReader({
  id: 'alipay-trade-detail',
  recognise: (input) => {
    const head = headOf(input).slice(0, 8192);
    return isHeader(head) && head.includes('商家实收') && head.includes('完成时间') ? 1 : 0;
  },
  rows,
});
