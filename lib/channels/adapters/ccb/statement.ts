/**
 * CCB merchant day file: zip `SHOP.<merchant>.<from>.<to>.<stamp>.zip` with a GB18030 text of ten columns
 * `TRAN_DATE ACC_DATE ORDER ACCOUNT PAYMENT_MONEY REFUND_MONEY POS_ID REM1 REM2 ORDER_STATUS` (5W1005), the separator differing by
 * branch (tab, `|` or comma). Amounts in yuan. The bank has no refund number: a refund row carries the order it gives back.
 * Certainty of the column list is [C] (one public source); captions in Chinese are accepted as well.
 */
import {
  Cells,
  headOf,
  linesOf,
  makeReader,
  normaliseDate,
  readMinor,
  type StatementInput,
  type StatementRow,
  type StatementTally,
} from '@/lib/statements';

const CAPTIONS = {
  tradeTime: ['TRAN_DATE', '交易日期', '交易时间'],
  settleDate: ['ACC_DATE', '记账日期'],
  order: ['ORDER', 'ORDERID', 'ORDER_ID', '订单号'],
  account: ['ACCOUNT', '付款方账号', '付款账号'],
  paid: ['PAYMENT_MONEY', '支付金额'],
  refunded: ['REFUND_MONEY', '退款金额'],
  pos: ['POS_ID', '柜台号', '柜台代码'],
  rem1: ['REM1', '备注1'],
  rem2: ['REM2', '备注2'],
  status: ['ORDER_STATUS', '订单状态'],
} as const;
type Columns = Record<keyof typeof CAPTIONS, number>;
const SEPARATORS = ['|', '\t', ',', '^'] as const;
const DEFAULT_ORDER: Columns = {
  tradeTime: 0,
  settleDate: 1,
  order: 2,
  account: 3,
  paid: 4,
  refunded: 5,
  pos: 6,
  rem1: 7,
  rem2: 8,
  status: 9,
};

/** 0 failed, 2 and 5 waiting for the bank: the money did not move. */
const UNSETTLED = new Set(['0', '2', '5', '失败', '待银行确认']);

const separatorOf = (line: string): string => SEPARATORS.find((mark) => line.split(mark, 8).length >= 8) ?? '|';

function headerOf(line: string, cells: Cells): Columns | null {
  if (!/TRAN_DATE|PAYMENT_MONEY|支付金额/.test(line)) return null;
  cells.split(line, separatorOf(line));
  const captions = cells.all().map((caption) => caption.toUpperCase());
  const find = (names: readonly string[]) => names.map((name) => captions.indexOf(name)).find((at) => at !== -1) ?? -1;
  const columns = Object.fromEntries(Object.entries(CAPTIONS).map(([key, names]) => [key, find(names)])) as Columns;
  return columns.order !== -1 && columns.paid !== -1 ? columns : null;
}

const DATA =
  /^\s*\d{4}[-/]?\d{2}[-/]?\d{2}(?:\s?\d{2}:?\d{2}:?\d{2})?\s*[|\t,^]\s*\d{4}[-/]?\d{2}[-/]?\d{2}\s*[|\t,^][^|\t,^]{1,40}[|\t,^]/;

function* rows(input: StatementInput, tally: StatementTally): Generator<StatementRow> {
  const cells = new Cells();
  let columns: Columns | null = null;
  let separator = '|';
  let lineNo = 0;
  tally.assumeCurrency('CNY');
  for (const line of linesOf(input)) {
    lineNo++;
    if (line.trim() === '' || line.charCodeAt(0) === 35) continue;
    if (columns === null) {
      columns = headerOf(line, cells);
      if (columns) {
        separator = separatorOf(line);
        continue;
      }
      if (!DATA.test(line)) continue;
      columns = DEFAULT_ORDER;
      separator = separatorOf(line);
    }
    if (cells.split(line, separator) < 6) {
      readTotals(line, tally);
      if (!/合计|总计|总笔数|TOTAL/i.test(line)) tally.reject(lineNo, 'statements.row-columns', line);
      continue;
    }
    for (const row of rowsOf({ cells, at: columns, lineNo, text: line }, tally)) yield row;
  }
}

const minorOf = (text: string): bigint | null => (text === '' || text === '-' ? 0n : readMinor(text));

interface Line {
  readonly cells: Cells;
  readonly at: Columns;
  readonly lineNo: number;
  readonly text: string;
}

/** The row of the payment part of a line, or of what it gives back. A plain literal: a million of them are made. */
function rowOf({ cells, at, lineNo }: Line, type: 'payment' | 'refund', amountMinor: bigint, tradeTime: string): StatementRow {
  const refund = type === 'refund';
  const order = cells.at(at.order) || null;
  const status = cells.at(at.status) || null;
  const settled = status === null || !UNSETTLED.has(status);
  return {
    lineNo,
    type,
    direction: refund ? 'debit' : 'credit',
    amountMinor,
    currency: 'CNY',
    feeMinor: null,
    netMinor: null,
    merchantNo: refund ? null : order,
    origMerchantNo: refund ? order : null,
    channelNo: null,
    status,
    tradeTime,
    settleDate: dayOf(cells.at(at.settleDate)),
    counterparty: cells.at(at.account) || null,
    memo: cells.at(at.rem1) || cells.at(at.rem2) || null,
    balanceMinor: null,
    settled,
  };
}

const dayOf = (cell: string): string | null => normaliseDate(cell)?.slice(0, 10) ?? null;

function rowsOf(line: Line, tally: StatementTally): StatementRow[] {
  const { cells, at, lineNo, text } = line;
  const paid = minorOf(cells.at(at.paid));
  const shown = minorOf(cells.at(at.refunded));
  const tradeTime = normaliseDate(cells.at(at.tradeTime));
  if (paid === null || shown === null || paid < 0n || tradeTime === null) {
    tally.reject(lineNo, tradeTime === null ? 'statements.row-date' : 'statements.row-amount', text);
    return [];
  }
  const given = shown < 0n ? -shown : shown;
  const found: StatementRow[] = [];
  if (paid > 0n || given === 0n) {
    const row = rowOf(line, 'payment', paid, tradeTime);
    tally.add(row, row.merchantNo ?? text);
    found.push(row);
  }
  if (given > 0n) {
    if (paid > 0n) tally.warn('statements.warn-partly-refunded', {}, lineNo);
    const row = rowOf(line, 'refund', given, tradeTime);
    tally.add(row, `R${text}`);
    found.push(row);
  }
  return found;
}

/** Some branches end the file with totals in words. */
function readTotals(line: string, tally: StatementTally): void {
  const paid = /支付(?:总|合计)?笔数[:：|\t, ]*(\d{1,9}).*?金额[:：|\t, ]*([\d.,]+)/.exec(line);
  if (!paid) return;
  tally.stated.creditCount = Number(paid[1]);
  tally.stated.creditMinor = readMinor(paid[2]!.replace(/,$/, '')) ?? undefined;
}

/** Ten columns, of which two hold what was paid and what was given back: other banks' tables begin with two days as well. */
function hasMoney(line: string, cells: Cells): boolean {
  if (cells.split(line, separatorOf(line)) !== 10) return false;
  const sums = [cells.at(DEFAULT_ORDER.paid), cells.at(DEFAULT_ORDER.refunded)];
  return sums.every((sum) => minorOf(sum) !== null) && sums.some((sum) => /\d/.test(sum));
}

export const statementReader = makeReader({
  id: 'ccb-shop',
  recognise: (input) => {
    const head = headOf(input).slice(0, 8192);
    const cells = new Cells();
    const lines = head.split(/\r?\n/, 20);
    if (lines.some((line) => line.includes('PAYMENT_MONEY') && headerOf(line, cells) !== null)) return 1;
    if (lines.some((line) => headerOf(line, cells) !== null)) return 0.9;
    const data = lines.filter((line) => DATA.test(line));
    return data.length > 0 && data.every((line) => hasMoney(line, cells)) ? 0.7 : 0;
  },
  rows,
});
