/**
 * What a plus means. Running balances prove it; else words do (a card's purchases are positive and its repayments negative, a merchant's
 * refunds are positive amounts with a type); else plus is money in.
 */
import { readAmount, type DecimalStyle } from './amounts';
import type { Columns } from './plan';
import type { TableRecord } from './records';
import { isRefund, wayOf } from './words';

export interface Polarity {
  /** Signed amounts: does plus mean money out? */
  readonly inverted: boolean;
  /** Amounts are all positive and refunds are told by their type. */
  readonly refundsByType: boolean;
  /** A debit column that holds negative numbers only. */
  readonly negativeDebits: boolean;
  /** Newest row first: the balance chain runs upward. */
  readonly newestFirst: boolean;
  /** Whether the running balances follow the amounts at all; made-up and masked ones do not. */
  readonly chained: boolean;
}

const MANY_DIGITS = 4;
const SPENT = /消费|分期|purchase/i;
const REPAID = /还款|退款|退货|refund|return|payment|repay/i;

/** `descending`: the dates run from new to old, which decides where balances fit both ways. */
export function decidePolarity(
  rows: readonly TableRecord[],
  at: Columns,
  style: DecimalStyle,
  captions: readonly string[],
  descending: boolean,
): Polarity {
  const value = (row: TableRecord, column: number) => (column === -1 ? null : readAmount(row.cells[column] ?? '', style, MANY_DIGITS));
  const amounts = rows.map((row) => value(row, at.amount));
  const signs = { plus: amounts.filter((n) => n !== null && n > 0n).length, minus: amounts.filter((n) => n !== null && n < 0n).length };
  const debits = rows.map((row) => value(row, at.debit)).filter((n) => n !== null && n !== 0n);
  const worded = (row: TableRecord): bigint => {
    const size = value(row, at.amount) ?? 0n;
    const way = wayOf(row.cells[at.direction] ?? '');
    return way === null || way === 'neutral' ? 0n : (size < 0n ? -size : size) * (way === 'credit' ? 1n : -1n);
  };
  const plain = (row: TableRecord) =>
    at.amount === -1 ? (value(row, at.credit) ?? 0n) - (value(row, at.debit) ?? 0n) : (value(row, at.amount) ?? 0n);
  const effect = at.amount !== -1 && at.direction !== -1 ? worded : plain;
  const links = chain(
    rows.map((row) => ({ effect: effect(row), balance: value(row, at.balance) })),
    at.amount !== -1 && at.direction === -1,
    descending,
  );
  const byWords = at.direction === -1 && wordsSayInverted(rows, amounts, captions);
  return {
    inverted: at.amount !== -1 && (links.decided ? links.inverted : byWords),
    refundsByType:
      at.amount !== -1 &&
      at.direction === -1 &&
      at.balance === -1 &&
      signs.minus === 0 &&
      at.type !== -1 &&
      rows.some((row) => isRefund(row.cells[at.type] ?? '')),
    negativeDebits: debits.length > 0 && debits.every((n) => n !== null && n < 0n),
    newestFirst: links.decided ? links.newestFirst : descending,
    chained: links.decided || rows.length === 1,
  };
}

interface Link {
  readonly effect: bigint;
  readonly balance: bigint | null;
}

/** Tries the four readings of neighbouring balances (up or down the page, plus or minus) and takes the one that ties most often. */
function chain(rows: readonly Link[], signed: boolean, descending: boolean): { decided: boolean; inverted: boolean; newestFirst: boolean } {
  const score = { down: 0, downInverted: 0, up: 0, upInverted: 0 };
  for (let i = 1; i < rows.length; i++) {
    const [before, after] = [rows[i - 1]!, rows[i]!];
    if (before.balance === null || after.balance === null) continue;
    const step = after.balance - before.balance;
    if (step === 0n) continue;
    if (step === after.effect) score.down++;
    if (step === -after.effect) score.downInverted++;
    if (-step === before.effect) score.up++;
    if (-step === -before.effect) score.upInverted++;
  }
  const plain = Math.max(score.down, score.up);
  const turned = signed ? Math.max(score.downInverted, score.upInverted) : 0;
  const inverted = turned > plain;
  const [down, up] = inverted ? [score.downInverted, score.upInverted] : [score.down, score.up];
  return { decided: Math.max(plain, turned) > 0, inverted, newestFirst: up === down ? descending : up > down };
}

function wordsSayInverted(rows: readonly TableRecord[], amounts: readonly (bigint | null)[], captions: readonly string[]): boolean {
  let inverted = 0;
  let plain = 0;
  let spentPositive = 0;
  for (const [index, row] of rows.entries()) {
    const amount = amounts[index];
    if (amount === null || amount === undefined || amount === 0n) continue;
    const text = row.cells.join(' ');
    const [spent, repaid] = [SPENT.test(text), REPAID.test(text)];
    if (spent === repaid) continue;
    if (spent && amount > 0n) spentPositive++;
    if (spent === amount > 0n) inverted++;
    else plain++;
  }
  if (spentPositive > 0 && inverted > plain) return amounts.some((n) => n !== null && n < 0n);
  const card =
    captions.some((caption) => /^card ?(?:id|number|no)/i.test(caption)) && captions.some((caption) => /merchant/i.test(caption));
  return card && amounts.filter((n) => n !== null && n > 0n).length > amounts.length / 2;
}
