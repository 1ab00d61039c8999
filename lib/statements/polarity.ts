/**
 * What a plus means. Running balances prove it; else words do (a card's purchases are positive and its repayments negative, a merchant's
 * refunds are positive amounts with a type); else plus is money in.
 */
import { amountAt, type Columns, type Styles } from './choose-columns';
import type { TableRecord } from './records';
import { waysInBalances } from './sides-by-balance';
import type { ReadWay } from './way-codes';
import { isRefund, wordedWay } from './words';

/** What a running balance grows by: the amount, the amount less its fee, or the net amount the file prints. */
export type BalanceBy = 'amount' | 'after-fee' | 'net';

export interface Polarity {
  /** Signed amounts: does plus mean money out? */
  readonly inverted: boolean;
  /** Amounts are all positive and refunds are told by their type. */
  readonly refundsByType: boolean;
  /** Amounts are all positive and every row says in words (消费…, 还款…) which way it went. */
  readonly waysByWords: boolean;
  /** Only money in is marked (`500.00 CR`), as on a card's statement: an amount without a mark is money out. */
  readonly bareDebits: boolean;
  /** Amounts without signs: each row's side is what its balance did. */
  readonly waysByBalance: boolean;
  /** A column of sides that marks only money in: an empty cell is money out. */
  readonly blankDebits: boolean;
  /** A debit column that holds negative numbers only. */
  readonly negativeDebits: boolean;
  /** A credit column that holds negative numbers only, where no balance says otherwise. */
  readonly negativeCredits: boolean;
  /** Newest row first: the balance chain runs upward. */
  readonly newestFirst: boolean;
  /** Whether the running balances follow the amounts at all; made-up and masked ones do not. */
  readonly chained: boolean;
  readonly balanceBy: BalanceBy;
}

export interface Signs {
  readonly rows: readonly TableRecord[];
  readonly at: Columns;
  readonly styles: Styles;
  readonly captions: readonly string[];
  /** What a cell of the direction column says. */
  readonly way: ReadWay;
  /** What stands above the header. */
  readonly banner: string;
  /** The dates run from new to old, which decides where balances fit both ways. */
  readonly descending: boolean;
  /** What a person said; null = to be decided. */
  readonly inverted: boolean | null;
}

const MANY_DIGITS = 4;
const SPENT = /消费|分期|purchase/i;
const REPAID = /还款|退款|退货|refund|return|payment|repay/i;

export function decidePolarity(signs: Signs): Polarity {
  const { rows, at, styles, descending } = signs;
  const value = (row: TableRecord, column: number) => amountAt(row.cells, column, styles, MANY_DIGITS);
  const amounts = rows.map((row) => value(row, at.amount));
  const minus = amounts.filter((n) => n !== null && n < 0n).length;
  const debits = rows.map((row) => value(row, at.debit)).filter((n) => n !== null && n !== 0n);
  const negativeDebits = debits.length > 0 && debits.every((n) => n !== null && n < 0n);
  const credits = rows.map((row) => value(row, at.credit)).filter((n) => n !== null && n !== 0n);
  const negativeCredits = at.balance === -1 && credits.length > 0 && !negativeDebits && credits.every((n) => n !== null && n < 0n);
  const effect = effectIn(at, value, negativeDebits, signs.way);
  const signed = at.amount !== -1 && at.direction === -1;
  const tried = waysToGrow(at, value, effect).map(([by, grows]) => ({
    by, links: chain(rows.map((row) => ({ key: keyOf(row, at), effect: grows(row), balance: value(row, at.balance) })), signed, descending),
  }));
  const { by, links } = tried.reduce((best, one) => (one.links.score > best.links.score ? one : best));
  const unsigned = signed && at.balance === -1 && minus === 0;
  const inBalances = signs.inverted === null ? waysInBalances(rows, at, styles) : null;
  return {
    inverted: at.amount !== -1 && (signs.inverted ?? (links.decided ? links.inverted : at.direction === -1 && !ofMerchant(signs) && wordsSayInverted(signs, amounts))),
    refundsByType: unsigned && at.type !== -1 && rows.some((row) => isRefund(row.cells[at.type] ?? '')),
    waysByWords: unsigned && at.merchantNo === -1 && signs.inverted === null && everyRowSaysWay(rows, at),
    blankDebits: minus === 0 && onlyCreditsSaid(signs),
    bareDebits: unsigned && signs.inverted === null && onlyCreditsMarked(rows, at),
    negativeDebits,
    negativeCredits,
    waysByBalance: inBalances !== null,
    newestFirst: inBalances ? inBalances === 'up' : links.decided ? links.newestFirst : descending,
    chained: inBalances !== null || links.decided || rows.length === 1,
    balanceBy: by,
  };
}

type Value = (row: TableRecord, column: number) => bigint | null;
type Effect = (row: TableRecord) => bigint;
const size = (n: bigint): bigint => (n < 0n ? -n : n);

function effectIn(at: Columns, value: Value, negativeDebits: boolean, wayOf: ReadWay): Effect {
  if (at.amount === -1) return (row) => (value(row, at.credit) ?? 0n) - (negativeDebits ? -(value(row, at.debit) ?? 0n) : (value(row, at.debit) ?? 0n));
  if (at.direction === -1) return (row) => value(row, at.amount) ?? 0n;
  return (row) => {
    const way = wayOf(row.cells[at.direction] ?? '');
    return way === null || way === 'neutral' ? 0n : size(value(row, at.amount) ?? 0n) * (way === 'credit' ? 1n : -1n);
  };
}

function waysToGrow(at: Columns, value: Value, effect: Effect): [BalanceBy, Effect][] {
  const ways: [BalanceBy, Effect][] = [['amount', effect]];
  if (at.fee !== -1) ways.push(['after-fee', (row) => effect(row) - size(value(row, at.fee) ?? 0n)]);
  if (at.net !== -1) ways.push(['net', (row) => value(row, at.net) ?? effect(row)]);
  return ways;
}

/** Balances of different currencies and accounts are chains of their own. */
export const keyOf = (row: TableRecord, at: Columns): string => `${at.currency === -1 ? '' : row.cells[at.currency]}|${at.account === -1 ? '' : row.cells[at.account]}`;

interface Link {
  readonly key: string;
  readonly effect: bigint;
  readonly balance: bigint | null;
}
interface Chained {
  readonly decided: boolean;
  readonly inverted: boolean;
  readonly newestFirst: boolean;
  readonly score: number;
}

/** Tries the four readings of neighbouring balances (up or down the page, plus or minus) and takes the one that ties most often. */
function chain(rows: readonly Link[], signed: boolean, descending: boolean): Chained {
  const score = { down: 0, downInverted: 0, up: 0, upInverted: 0 };
  const last = new Map<string, Link>();
  for (const after of rows) {
    if (after.balance === null) continue;
    const before = last.get(after.key);
    last.set(after.key, after);
    if (before?.balance === undefined || before.balance === null) continue;
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
  const best = Math.max(plain, turned);
  return { decided: best > 0, inverted, newestFirst: up === down ? descending : up > down, score: best };
}

/** In a merchant's own file a purchase is money in. */
const ofMerchant = ({ at, captions }: Signs): boolean =>
  at.merchantNo !== -1 || captions.some((caption) => /商户号|商户编号|终端号|手续费|^merchant ?(?:id|no|number)/i.test(caption));

const CARD_BANNER = /信用卡|贷记卡|credit ?card|kreditkart|carte de crédit|tarjeta de crédito/i;

/** What a card's holder paid in; its sign is that of money in. */
const THANKED = /payment.{0,12}thank you|thank you.{0,12}payment|zahlung.{0,12}dank|autopay payment/i;

function wordsSayInverted({ rows, captions, banner }: Signs, amounts: readonly (bigint | null)[]): boolean {
  const thanked = rows.findIndex((row, index) => THANKED.test(row.cells.join(' ')) && (amounts[index] ?? 0n) !== 0n);
  if (thanked !== -1 && amounts.some((n) => n !== null && n < 0n) && amounts.some((n) => n !== null && n > 0n)) return amounts[thanked]! < 0n;
  let [inverted, plain, spentPositive] = [0, 0, 0];
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
  const mixed = amounts.some((n) => n !== null && n < 0n);
  const told = (shape: RegExp) => captions.some((caption) => shape.test(caption));
  if (inverted > plain && (spentPositive > 0 || CARD_BANNER.test(banner) || told(/^card ?(?:member|holder)|^持卡人/i))) return mixed;
  const card = told(/^card ?(?:id|number|no|#)/i) && told(/merchant|post(?:ing|ed)? date/i);
  return card && amounts.filter((n) => n !== null && n > 0n).length > amounts.length / 2;
}

/** `500.00 CR`; a currency's letters are no mark. */
export const isMarkedCredit = (cell: string): boolean => /\d\s?CR\.?$/i.test(cell);

function onlyCreditsMarked(rows: readonly TableRecord[], at: Columns): boolean {
  const cells = rows.map((row) => row.cells[at.amount] ?? '').filter((cell) => /[1-9]/.test(cell));
  return cells.some(isMarkedCredit) && cells.some((cell) => /\d$/.test(cell)) && cells.every((cell) => isMarkedCredit(cell) || /\d$/.test(cell));
}

function onlyCreditsSaid({ rows, at, way }: Signs): boolean {
  if (at.direction === -1 || at.amount === -1) return false;
  const words = rows.map((row) => row.cells[at.direction] ?? '');
  return words.includes('') && words.some((word) => word !== '') && words.every((word) => word === '' || way(word) === 'credit');
}

/** Both ways occur, and hardly a row leaves it open. */
function everyRowSaysWay(rows: readonly TableRecord[], at: Columns): boolean {
  const ways = rows.map((row) => wordedWay(`${row.cells[at.type] ?? ''} ${row.cells[at.memo] ?? ''}`));
  return rows.length >= 2 && ways.includes('credit') && ways.includes('debit') && ways.filter((way) => way !== null).length >= rows.length * 0.9;
}
