/**
 * ABC settle records: GBK, a caption line, cells cut by `^`, amounts in yuan with any number of decimals up to two (public sample of
 * 2011 [C]). SALE is a payment; REFUND rows carry the refund's own number (sandbox convention: the sample has none).
 */
import {
  Cells, headOf, linesOf, makeReader, normaliseDate, readMinor, type StatementInput, type StatementRow, type StatementTally,
} from '@/lib/statements';

const CAPTIONS = { kind: '交易类型', order: '账单编号', amount: '交易金额', time: '交易时间', reference: '参考号' } as const;
type Columns = Record<keyof typeof CAPTIONS, number>;
const KINDS: Readonly<Record<string, 'payment' | 'refund'>> = { SALE: 'payment', REFUND: 'refund' };

const isHeader = (line: string): boolean => line.includes('^') && Object.values(CAPTIONS).every((caption) => line.includes(caption));

function* rows(input: StatementInput, tally: StatementTally): Generator<StatementRow> {
  const cells = new Cells();
  let columns: Columns | null = null;
  let width = 0;
  let lineNo = 0;
  tally.assumeCurrency('CNY');
  for (const line of linesOf(input)) {
    lineNo++;
    if (line.trim() === '') continue;
    if (columns === null) {
      if (!isHeader(line)) continue;
      width = cells.split(line, '^');
      const captions = cells.all();
      columns = Object.fromEntries(Object.entries(CAPTIONS).map(([key, caption]) => [key, captions.indexOf(caption)])) as Columns;
      continue;
    }
    if (cells.split(line, '^') !== width) {
      tally.reject(lineNo, 'statements.row-columns', line);
      continue;
    }
    const row = rowOf(cells, columns, lineNo, line, tally);
    if (row) yield row;
  }
}

function rowOf(cells: Cells, at: Columns, lineNo: number, line: string, tally: StatementTally): StatementRow | null {
  const kind = KINDS[cells.at(at.kind)];
  const amountMinor = readMinor(cells.at(at.amount));
  const tradeTime = normaliseDate(cells.at(at.time));
  if (!kind || amountMinor === null || amountMinor < 0n || tradeTime === null) {
    const code = !kind ? 'statements.row-direction' : tradeTime === null ? 'statements.row-date' : 'statements.row-amount';
    tally.reject(lineNo, code, line);
    return null;
  }
  const channelNo = cells.at(at.reference) || null;
  const row: StatementRow = {
    lineNo, type: kind, direction: kind === 'refund' ? 'debit' : 'credit', amountMinor, currency: 'CNY', feeMinor: null, netMinor: null,
    merchantNo: cells.at(at.order) || null, origMerchantNo: null, channelNo, status: cells.at(at.kind), tradeTime, settleDate: null,
    counterparty: null, memo: null, balanceMinor: null,
  };
  tally.add(row, `${kind}|${channelNo ?? line}`);
  return row;
}

export const statementReader = makeReader({
  id: 'abc-settle',
  recognise: (input) => (headOf(input).slice(0, 2048).split(/\r?\n/, 5).some(isHeader) ? 1 : 0),
  rows,
});
