/**
 * One plain layout for the day files of channels whose own layout is not public (a sandbox convention, said so in each README): text cut
 * by `|`. Line 1 says title, merchant, day and both totals; line 2 the captions; then a row per trade. Recognised by its title alone.
 */
import { Cells, headOf, linesOf, makeReader, normaliseDate, readMinor, type StatementInput, type StatementReader, type StatementRow, type StatementTally } from '@/lib/statements';

export interface DayFileFormat {
  readonly id: string;
  /** First word of the file. */
  readonly title: string;
  readonly unit: 'yuan' | 'fen';
}

const COLUMNS = { time: 0, kind: 1, order: 2, refund: 3, channelNo: 4, amount: 5, fee: 6, memo: 7 } as const;
const WIDTH = 8;
const KINDS: Readonly<Record<string, 'payment' | 'refund'>> = { 支付: 'payment', 退款: 'refund' };

const fen = (text: string): bigint | null => (/^\d{1,15}$/.test(text) ? BigInt(text) : null);
const yuanText = (text: string): bigint | null => (/^\d{1,13}\.\d{2}$/.test(text) ? readMinor(text) : null);

export function dayFileReader({ id, title, unit }: DayFileFormat): StatementReader {
  const amountOf = unit === 'fen' ? fen : yuanText;
  const mark = `${title}|`;

  function* rows(input: StatementInput, tally: StatementTally): Generator<StatementRow> {
    const cells = new Cells();
    let lineNo = 0;
    let day: string | null = null;
    tally.assumeCurrency('CNY');
    for (const line of linesOf(input)) {
      lineNo++;
      if (line.trim() === '' || lineNo === 2) continue;
      if (lineNo === 1) {
        cells.split(line, '|');
        day = readHead(cells, tally, amountOf);
        continue;
      }
      const row = cells.split(line, '|') === WIDTH ? rowOf(cells, lineNo, day, amountOf) : 'statements.row-columns';
      if (typeof row === 'string') {
        tally.reject(lineNo, row, line);
        continue;
      }
      tally.add(row, `${row.type}${row.channelNo ?? line}`);
      yield row;
    }
  }
  return makeReader({ id, recognise: (input) => (headOf(input).replace(/^\ufeff/, '').startsWith(mark) ? 1 : 0), rows });
}

type AmountOf = (text: string) => bigint | null;

function readHead(cells: Cells, tally: StatementTally, amountOf: AmountOf): string | null {
  const day = normaliseDate(cells.at(2));
  const count = (index: number): number | undefined => (/^\d{1,9}$/.test(cells.at(index)) ? Number(cells.at(index)) : undefined);
  const [creditCount, debitCount] = [count(3), count(5)];
  const [creditMinor, debitMinor] = [amountOf(cells.at(4)), amountOf(cells.at(6))];
  tally.stated.account = cells.at(1) || null;
  if (day) tally.stated.period = { from: day, to: day };
  if (creditCount !== undefined) tally.stated.creditCount = creditCount;
  if (debitCount !== undefined) tally.stated.debitCount = debitCount;
  if (creditMinor !== null) tally.stated.creditMinor = creditMinor;
  if (debitMinor !== null) tally.stated.debitMinor = debitMinor;
  return day;
}

function rowOf(
  cells: Cells, lineNo: number, settleDate: string | null, amountOf: AmountOf,
): StatementRow | 'statements.row-record' | 'statements.row-amount' | 'statements.row-date' {
  const type = KINDS[cells.at(COLUMNS.kind)];
  const amountMinor = amountOf(cells.at(COLUMNS.amount));
  const fee = amountOf(cells.at(COLUMNS.fee));
  const tradeTime = normaliseDate(cells.at(COLUMNS.time));
  if (type === undefined) return 'statements.row-record';
  if (amountMinor === null || fee === null) return 'statements.row-amount';
  if (tradeTime === null) return 'statements.row-date';
  const refund = type === 'refund';
  // The file prints what the channel keeps of a payment, and gives back of it on a refund, both without a sign.
  const feeMinor = refund ? -fee : fee;
  const order = cells.at(COLUMNS.order) || null;
  return {
    lineNo, type, direction: refund ? 'debit' : 'credit', amountMinor, currency: 'CNY', feeMinor,
    netMinor: (refund ? -amountMinor : amountMinor) - feeMinor,
    merchantNo: refund ? cells.at(COLUMNS.refund) || null : order,
    origMerchantNo: refund ? order : null,
    channelNo: cells.at(COLUMNS.channelNo) || null,
    status: cells.at(COLUMNS.kind), tradeTime, settleDate, counterparty: null, memo: cells.at(COLUMNS.memo) || null, balanceMinor: null,
  };
}
