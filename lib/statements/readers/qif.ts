/** Quicken QIF: records of one-letter lines ended by `^`. Only account sections hold transactions; splits belong to their record. */
import { decideStyle, readAmount } from '../amounts';
import { bookCurrency, makeRow, saidText } from '../book';
import { decideOrder, readDate } from '../dates';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { rowTypeOf } from '../words';

const ACCOUNTS = /^!Type:(?:Bank|CCard|Cash|Oth A|Oth L)\b/i;

interface Conventions {
  readonly style: 'point' | 'comma';
  readonly order: 'dmy' | 'mdy';
}

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const head = headOf(input).split(/\r?\n/);
  const dates = head.filter((line) => line.startsWith('D')).map((line) => spelled(line.slice(1)));
  const decided = decideOrder(dates);
  // Undecided files are American: that is where the format comes from.
  const conventions: Conventions = {
    style: decideStyle(head.filter((line) => line.startsWith('T')).map((line) => line.slice(1))) ?? 'point',
    order: decided.certain ? decided.order : 'mdy',
  };
  if (!decided.certain) tally.warn('statements.warn-date-order-assumed', { order: 'mdy' });
  let inAccount = false;
  let fields = new Map<string, string>();
  let began = 0;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    if (line.startsWith('!')) {
      if (!/^!(?:Option|Clear)/i.test(line)) inAccount = ACCOUNTS.test(line);
      fields = new Map();
    } else if (line.startsWith('^')) {
      const row = inAccount && fields.size > 0 ? rowOf(fields, began, conventions, tally) : null;
      if (row) {
        tally.add(row, [...fields.values()].join('|'));
        yield row;
      }
      fields = new Map();
    } else if (line !== '') {
      if (fields.size === 0) began = lineNo;
      const letter = line[0]!;
      if (!fields.has(letter) && fields.size < 30) fields.set(letter, line.slice(1));
    }
  }
  const last = inAccount && fields.has('D') ? rowOf(fields, began, conventions, tally) : null;
  if (last) {
    tally.add(last, [...fields.values()].join('|'));
    yield last;
  }
}

/** `2/10'2020` and `2/10' 9` are 2/10/2020 and 2/10/09. */
const spelled = (text: string): string =>
  text
    .trim()
    .replace(/'\s*(\d)$/, '/0$1')
    .replace(/'/, '/')
    .replace(/\/\s+/g, '/');

function rowOf(fields: ReadonlyMap<string, string>, lineNo: number, conventions: Conventions, tally: Tally): StatementRow | null {
  const currency = bookCurrency(null, tally);
  const amount = readAmount(fields.get('T') ?? fields.get('U') ?? '', conventions.style, 2);
  const tradeTime = readDate(spelled(fields.get('D') ?? ''), conventions.order);
  if (amount === null || tradeTime === null) {
    tally.reject(lineNo, amount === null ? 'statements.row-amount' : 'statements.row-date', [...fields].flat().join(' '));
    return null;
  }
  const memo = [fields.get('P'), fields.get('M')].filter(Boolean).join(' ');
  return makeRow({
    lineNo,
    type: rowTypeOf(memo),
    direction: amount < 0n ? 'debit' : 'credit',
    amountMinor: amount < 0n ? -amount : amount,
    currency,
    channelNo: null,
    merchantNo: saidText(fields.get('N')),
    tradeTime,
    counterparty: saidText(fields.get('P')),
    memo: saidText(memo),
  });
}

export const qifReader = makeReader({
  id: 'qif',
  recognise: (input) => (/^!Type:/im.test(headOf(input)) && /^\^/m.test(headOf(input)) ? 1 : 0),
  rows,
});
