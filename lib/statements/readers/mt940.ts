/** SWIFT MT940 (end of day) and MT942 (interim): tags `:20:` … `:62F:`, several statements in a file, amounts with a decimal comma. */
import { decideStyle, readAmount } from '../amounts';
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { fullYear, readDate } from '../dates';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { digitsOf, knownCurrency, rowTypeOf } from '../words';

interface Tag {
  readonly tag: string;
  readonly lineNo: number;
  text: string;
}
const MAX_TAG = 4000;
/** Only tags of these messages: a time in a wrapped remark (`:26:37`) begins a line as well. */
const TAG = /^(?:\{4:)?:(2[015]P?|28C?|60[FM]|61|62[FM]|6[45]|86|13D?|34F|90[CD]|NS):(.*)$/;

function* tagsOf(input: StatementInput): Generator<Tag> {
  let open: Tag | null = null;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    if (line === '') continue;
    const start = TAG.exec(line);
    if (start) {
      if (open) yield open;
      open = { tag: start[1]!, lineNo, text: start[2]! };
    } else if (/^(?:-|\{|-\}.*)$/.test(line.trim()) || line.startsWith('{1:')) {
      if (open) yield open;
      open = null;
    } else if (open && line.trim() !== '' && open.text.length < MAX_TAG) open.text += `\n${line}`;
  }
  if (open) yield open;
}

const BALANCE = /^([CD])(\d{6})([A-Z]{3})?([\d.,]+)/;
const ENTRY = /^(\d{6})(\d{4})?\s*(RC|RD|EC|ED|C|D)([A-Z])?\s*([\d.]*,?\d*)\s*([A-Z][A-Z0-9]{3})?([^\n]*)/;
const day = (text: string): string | null => readDate(`${fullYear(Number(text.slice(0, 2)))}-${text.slice(2, 4)}-${text.slice(4, 6)}`);
/** A comma by the standard; some banks write a point. */
const minor = (text: string, digits: number): bigint | null => readAmount(text, decideStyle([text]) ?? 'comma', digits);

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  let currency: string | null = null;
  let pending: { entry: RegExpExecArray; tag: Tag; memo: string } | null = null;
  let begun = false;
  const flush = (): StatementRow | null => {
    const row = pending ? rowOf(pending.entry, pending.tag, pending.memo, { code: bookCurrency(currency, tally), digits: digitsOf(currency) }) : null;
    if (pending && !row) tally.reject(pending.tag.lineNo, 'statements.row-amount', pending.tag.text);
    const identity = pending ? pending.tag.text + pending.memo : '';
    pending = null;
    return row && book.add(row, identity);
  };
  for (const tag of tagsOf(input)) {
    if (tag.tag === '86' && pending) {
      pending.memo += (pending.memo === '' ? '' : ' ') + tag.text.replaceAll('\n', '');
      continue;
    }
    const row = flush();
    if (row) yield row;
    if (tag.tag === '20') {
      if (begun) book.end();
      begun = true;
    } else if (tag.tag.startsWith('25')) book.account = tag.text.trim().slice(0, 40);
    else if (tag.tag === '61') {
      const entry = ENTRY.exec(tag.text);
      if (entry) pending = { entry, tag, memo: '' };
      else tally.reject(tag.lineNo, 'statements.row-record', tag.text);
    } else currency = readSummary(tag, book, tally) ?? currency;
  }
  const row = flush();
  if (row) yield row;
  book.end();
  book.finish();
  const code = knownCurrency(currency);
  if (code) tally.assumeCurrency(code);
}

/** Balances and interim totals; gives the currency they name. */
function readSummary(tag: Tag, book: Book, tally: Tally): string | null {
  if (/^6[02][FM]$/.test(tag.tag)) {
    const found = BALANCE.exec(tag.text);
    const size = found ? minor(found[4]!, digitsOf(found[3] ?? null)) : null;
    if (!found || size === null) return null;
    const signed = found[1] === 'D' ? -size : size;
    if (tag.tag.startsWith('60')) book.opening = signed;
    else book.closing = signed;
    return found[3] ?? null;
  }
  const interim = /^(\d{1,5})([A-Z]{3})([\d,]+)/.exec(tag.text);
  if (interim && tag.tag === '90D') {
    tally.stated.debitCount = (tally.stated.debitCount ?? 0) + Number(interim[1]);
    tally.stated.debitMinor = (tally.stated.debitMinor ?? 0n) + (minor(interim[3]!, digitsOf(interim[2]!)) ?? 0n);
  } else if (interim && tag.tag === '90C') {
    tally.stated.creditCount = (tally.stated.creditCount ?? 0) + Number(interim[1]);
    tally.stated.creditMinor = (tally.stated.creditMinor ?? 0n) + (minor(interim[3]!, digitsOf(interim[2]!)) ?? 0n);
  }
  return tag.tag === '34F' ? tag.text.slice(0, 3) : (interim?.[2] ?? null);
}

interface In {
  readonly code: StatementRow['currency'];
  readonly digits: number;
}

function rowOf(entry: RegExpExecArray, tag: Tag, memo: string, { code: currency, digits }: In): StatementRow | null {
  const [, valueDate, , mark, , amountText, , reference] = entry;
  const amountMinor = minor(amountText!, digits);
  const tradeTime = day(valueDate!);
  if (amountMinor === null || tradeTime === null) return null;
  // RC takes a credit back, RD a debit; EC and ED are expected entries of an MT942.
  const direction = mark === 'C' || mark === 'RD' || mark === 'EC' ? 'credit' : 'debit';
  const [owner, bank] = (reference ?? '').split('//', 2);
  const further = tag.text.split('\n').slice(1).join(' ');
  return makeRow({
    lineNo: tag.lineNo,
    type: mark!.startsWith('R') ? 'refund' : rowTypeOf(`${memo} ${further}`),
    direction,
    amountMinor,
    currency,
    merchantNo: saidText(owner),
    channelNo: saidText(bank),
    tradeTime,
    settleDate: tradeTime,
    memo: saidText(memo === '' ? further : memo),
    ...(mark!.startsWith('E') && { settled: false }),
  });
}

export const mt940Reader = makeReader({
  id: 'mt940',
  recognise: (input) => {
    const head = headOf(input);
    if (!/^(?:\{4:\s*)?:(?:20|25|28C?):/m.test(head)) return /^:61:\d{6}/m.test(head) ? 0.8 : 0;
    return /^:(?:60[FM]|61|62[FM]|34F|13D):/m.test(head) ? 1 : 0;
  },
  rows: function* (input, tally) {
    if (!/^:60[FM]:/m.test(headOf(input)) && /^:(?:34F|13D?):/m.test(headOf(input))) tally.format = 'mt942';
    yield* rows(input, tally);
  },
});
