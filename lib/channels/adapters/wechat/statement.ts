/**
 * WeChat Pay v3 trade bill (`/v3/bill/tradebill`, types ALL, SUCCESS and REFUND; v2 column names too). UTF-8, cells prefixed with a
 * back-tick, amounts in yuan, then a summary header and row. Source: pay.weixin.qq.com trade bill format.
 * Columns are found by their captions, because the three types have 20, 27 and 29 of them.
 */
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
  time: ['交易时间'],
  channelNo: ['微信订单号'],
  merchantNo: ['商户订单号'],
  payer: ['用户标识'],
  state: ['交易状态'],
  currency: ['货币种类'],
  settle: ['应结订单金额', '总金额'],
  order: ['订单金额', '总金额'],
  refundNo: ['微信退款单号'],
  merchantRefundNo: ['商户退款单号'],
  refund: ['退款金额'],
  asked: ['申请退款金额', '退款金额'],
  refundState: ['退款状态'],
  refundDone: ['退款成功时间'],
  goods: ['商品名称'],
  fee: ['手续费'],
} as const;
type Columns = Record<keyof typeof CAPTIONS, number>;

interface Sums {
  settle: bigint;
  refund: bigint;
  feeRaw: bigint;
}
/** Fees are printed to five decimals; they are summed at that precision before the file's own total is compared. */
const FEE_EXPONENT = 5;

/** To whole fen, half away from zero, as the fee is really taken. */
const roundFee = (raw: bigint): bigint => (raw < 0n ? -((500n - raw) / 1000n) : (raw + 500n) / 1000n);

function columnsOf(cells: Cells): Columns {
  const captions = cells.all();
  const find = (names: readonly string[]) => names.map((name) => captions.indexOf(name)).find((at) => at !== -1) ?? -1;
  return Object.fromEntries(Object.entries(CAPTIONS).map(([key, names]) => [key, find(names)])) as Columns;
}

const isHeader = (line: string): boolean => line.includes('交易时间') && line.includes('微信订单号') && line.includes('商户订单号');
const given = (cell: string): string | null => (cell === '' || cell === '0' ? null : cell);

function* rows(input: StatementInput, tally: StatementTally): Generator<StatementRow> {
  const cells = new Cells();
  const sums: Sums = { settle: 0n, refund: 0n, feeRaw: 0n };
  let columns: Columns | null = null;
  let width = 0;
  let lineNo = 0;
  let totals: string[] | null = null;
  tally.assumeCurrency('CNY');
  for (const line of linesOf(input)) {
    lineNo++;
    if (line.charCodeAt(0) !== 96) {
      if (isHeader(line)) {
        width = cells.split(line, ',');
        columns = columnsOf(cells);
        continue;
      }
      if (line.startsWith('总交易单数')) {
        cells.split(line, ',');
        totals = cells.all();
        continue;
      }
      if (line.trim() === '' || columns === null) continue;
    }
    const count = line.charCodeAt(0) === 96 ? cells.splitTicked(line) : cells.split(line, ',');
    if (totals) {
      readTotals(tally, totals, cells.all());
      continue;
    }
    if (columns === null) continue;
    if (count < width - 1 || count > width + 1) {
      tally.reject(lineNo, 'statements.row-columns', line);
      continue;
    }
    const row = rowOf(cells, columns, lineNo, tally, line, sums);
    if (row) yield row;
  }
  if (!totals) tally.warn('statements.warn-truncated', { missing: '总交易单数' });
  compareTotals(tally, sums);
}

function rowOf(cells: Cells, at: Columns, lineNo: number, tally: StatementTally, line: string, sums: Sums): StatementRow | null {
  const state = cells.at(at.state);
  const refunded = state === 'REFUND' || state === 'REVOKED' || at.state === -1;
  const order = readMinor(cells.at(at.order));
  const settle = readMinor(cells.at(at.settle));
  const refund = refunded && at.refund !== -1 ? readMinor(cells.at(at.refund)) : 0n;
  const asked = refunded && at.asked !== -1 ? readMinor(cells.at(at.asked)) : 0n;
  const feeRaw = readMinor(cells.at(at.fee) || '0', FEE_EXPONENT);
  const fee = feeRaw === null ? null : roundFee(feeRaw);
  const amount = refunded ? (asked ? asked : refund) : order;
  if (amount === null || amount < 0n || settle === null || refund === null || fee === null || feeRaw === null) {
    tally.reject(lineNo, 'statements.row-amount', line);
    return null;
  }
  const printed = (refunded && cells.at(at.refundDone)) || cells.at(at.time);
  const tradeTime = isNormalTime(printed) ? printed : normaliseDate(printed);
  if (tradeTime === null) {
    tally.reject(lineNo, 'statements.row-date', line);
    return null;
  }
  if (!refunded) sums.settle += settle;
  sums.refund += refund;
  sums.feeRaw += feeRaw;
  const merchantNo = given(cells.at(at.merchantNo));
  const refundNo = given(cells.at(at.refundNo));
  const channelNo = given(cells.at(at.channelNo));
  const row: StatementRow = {
    lineNo,
    type: refunded ? 'refund' : 'payment',
    direction: refunded ? 'debit' : 'credit',
    amountMinor: amount,
    currency: 'CNY',
    feeMinor: fee,
    netMinor: refunded ? -refund - fee : settle - fee,
    merchantNo: refunded ? given(cells.at(at.merchantRefundNo)) : merchantNo,
    origMerchantNo: refunded ? merchantNo : null,
    channelNo: refunded ? (refundNo ?? channelNo) : channelNo,
    status: (refunded && given(cells.at(at.refundState))) || state || null,
    tradeTime,
    settleDate: null,
    counterparty: given(cells.at(at.payer)),
    memo: given(cells.at(at.goods)),
    balanceMinor: null,
  };
  tally.add(row, (refunded ? refundNo : channelNo) ?? line);
  return row;
}

/** What the last line states, by caption: it is compared with what was read. */
interface BillTotals {
  settle?: bigint;
  refund?: bigint;
  feeRaw?: bigint;
}
const statedOf = new WeakMap<StatementTally, BillTotals>();

function readTotals(tally: StatementTally, captions: readonly string[], values: readonly string[]): void {
  const of = (...names: string[]) => values[names.map((name) => captions.indexOf(name)).find((i) => i !== -1) ?? -1];
  const yuan = (text: string | undefined, exponent = 2) => (text === undefined ? undefined : (readMinor(text, exponent) ?? undefined));
  const rowCount = of('总交易单数');
  if (rowCount !== undefined && /^\d{1,9}$/.test(rowCount)) tally.stated.rows = Number(rowCount);
  tally.stated.creditMinor = yuan(of('订单总金额', '总交易额'));
  tally.stated.debitMinor = yuan(of('申请退款总金额', '退款总金额', '总退款金额'));
  statedOf.set(tally, {
    settle: yuan(of('应结订单总金额', '总交易额')),
    refund: yuan(of('退款总金额', '总退款金额')),
    feeRaw: yuan(of('手续费总金额'), FEE_EXPONENT),
  });
}

function compareTotals(tally: StatementTally, sums: Sums): void {
  const stated = statedOf.get(tally);
  tally.compare('settled-orders', stated?.settle, sums.settle);
  tally.compare('refunds', stated?.refund, sums.refund);
  tally.compare('fees-1e-5', stated?.feeRaw, sums.feeRaw);
}

export const statementReader = makeReader({
  id: 'wechat-tradebill',
  recognise: (input) => {
    const head = headOf(input).slice(0, 4096);
    return head.includes('微信订单号') &&
      head.includes('商户订单号') &&
      head.includes('手续费') &&
      /应结订单金额|总金额|退款申请时间/.test(head)
      ? 1
      : 0;
  },
  rows,
});
