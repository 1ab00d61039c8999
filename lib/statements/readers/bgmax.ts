/** BgMax of Bankgirot (SE): 05 opens an account, 20 a payment, 21 a deduction, 25 to 29 who paid and why, 15 what was deposited for them together. */
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { readDate } from '../dates';
import { linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { digits, firstLine, side, unpadded } from './fields';

/** What stands behind the payments it was made of. */
interface Deposit { readonly day: string | null; readonly minor: bigint | null; readonly payments: number }

/** The day of a payment is said behind it, so the deposits are looked at first: there are few of them, and any number of payments. */
function depositsOf(input: StatementInput): Deposit[] {
  const found: Deposit[] = [];
  for (const line of linesOf(input)) {
    if (!line.startsWith('15')) continue;
    const day = line.slice(37, 45);
    found.push({ day: readDate(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`), minor: digits(line.slice(50, 68)), payments: Number(digits(line.slice(71, 79)) ?? 0n) });
  }
  return found;
}

interface Section { currency: string | null; net: bigint; payments: number }
interface Counts { payment: number; deduction: number; deposit: number }

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const [book, deposits] = [new Book(tally), depositsOf(input)];
  const counts: Counts = { payment: 0, deduction: 0, deposit: 0 };
  let section: Section = { currency: 'SEK', net: 0n, payments: 0 };
  let held: StatementRow | null = null;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    const kind = line.slice(0, 2);
    if (held && /^2[2-9]$/.test(kind)) {
      held = withWords(held, kind, line);
      continue;
    }
    if (held) yield book.add(held, held.channelNo ? `${held.channelNo}|${held.direction}|${held.amountMinor}` : '');
    held = null;
    if (kind === '05') {
      book.account = unpadded(line.slice(2, 12));
      section = { currency: line.slice(22, 25).trim() || 'SEK', net: 0n, payments: 0 };
    } else if (kind === '20' || kind === '21') {
      counts[kind === '20' ? 'payment' : 'deduction']++;
      held = paymentOf(line, lineNo, { ...section, day: deposits[counts.deposit]?.day ?? null }, tally);
      if (held) section.net += kind === '20' ? held.amountMinor : -held.amountMinor;
      section.payments++;
    } else if (kind === '15') {
      checkDeposit(deposits[counts.deposit], section, lineNo, tally);
      counts.deposit++;
      book.end();
      section = { currency: section.currency, net: 0n, payments: 0 };
    } else if (kind === '70') checkCounts(line, counts, tally);
    else if (kind !== '01' && line.trim() !== '') tally.reject(lineNo, 'statements.row-record', line);
  }
  if (held) yield book.add(held, held.channelNo ? `${held.channelNo}|${held.direction}|${held.amountMinor}` : '');
  // Payments that nothing was deposited for: the end of the file is missing.
  if (section.payments > 0) checkDeposit({ day: null, minor: null, payments: 0 }, section, lineNo, tally);
  book.finish();
}

function checkDeposit(deposit: Deposit | undefined, section: Section, lineNo: number, tally: Tally): void {
  const minor = deposit?.minor ?? 0n;
  if (minor !== section.net) tally.warn('statements.warn-batch-total', { entryMinor: minor.toString(), partsMinor: section.net.toString(), parts: section.payments }, lineNo);
  if (deposit && deposit.payments !== section.payments) tally.compareCount('rows', deposit.payments, section.payments);
}

function checkCounts(line: string, counts: Counts, tally: Tally): void {
  for (const [at, read] of [[2, counts.payment], [10, counts.deduction], [26, counts.deposit]] as const) {
    const stated = digits(line.slice(at, at + 8));
    if (stated !== null && Number(stated) !== read) tally.warn('statements.warn-record-count', { stated: Number(stated), read });
  }
}

function paymentOf(line: string, lineNo: number, around: { readonly currency: string | null; readonly day: string | null }, tally: Tally): StatementRow | null {
  const amountMinor = digits(line.slice(37, 55));
  if (amountMinor === null) {
    tally.reject(lineNo, 'statements.row-amount', line);
    return null;
  }
  const taken = line.startsWith('21');
  return makeRow({
    lineNo, type: taken ? 'refund' : 'payment', direction: side(!taken), amountMinor, currency: bookCurrency(around.currency, tally), tradeTime: around.day, settleDate: around.day,
    merchantNo: saidText(line.slice(12, 37)), channelNo: saidText(line.slice(57, 69).replace(/^0+$/, '')),
  });
}

/** 22 and 23 are further references, 25 a message, 26 the payer's name, 27 to 29 where and who the payer is. */
function withWords(row: StatementRow, kind: string, line: string): StatementRow {
  if (kind === '26') return { ...row, counterparty: saidText(`${line.slice(2, 37).trim()} ${line.slice(37, 72).trim()}`) };
  if (kind === '25') return { ...row, memo: saidText(`${row.memo ?? ''} ${line.slice(2, 52).trim()}`) };
  if (kind === '22' || kind === '23') return { ...row, memo: saidText(`${row.memo ?? ''} ${line.slice(12, 37).trim()}`) };
  return row;
}

export const bgMaxReader = makeReader({ id: 'bgmax', rows, recognise: (input) => (/^01BGMAX {13,}/.test(firstLine(input)) ? 1 : 0) });
