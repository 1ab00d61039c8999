/** Which currency a table's amounts are in: its own column, its captions and banner, the marks in its cells, the language it is in. */
import { CURRENCIES, exponentOf, type Currency } from '@/lib/kernel/money';
import { headOf } from './input';
import type { Plan } from './plan';
import type { StatementInput } from './port';
import type { Tally } from './tally';
import { currencyText, knownCurrency } from './words';

const CODES = CURRENCIES.join('|');
/** `Betrag (EUR)`, `Umsatz in EUR`, `Débit euros`, `(R$)`, `(€)`. */
const CODED = new RegExp(String.raw`[（( ](${CODES}|RMB|TL)(?![A-Za-z])|[（(](R\$|HK\$|US\$|[€£₹₽])|\b(euros?)\b`);
/** The caption of the amount itself: `CAD$`. */
const OWN = new RegExp(String.raw`\b(${CODES})(?=\$|\b)`);
/** `34,56 PLN` in a cell of its own. */
const IN_CELL = new RegExp(String.raw`\d\s?(${CODES})(?=[;,\t"|]|\s*$)`, 'm');
const NAMED = new RegExp(String.raw`人民[币幣]|美元|港[币元幣]|欧元|日元|英镑|\b(?:${CODES})\b|[€£₹₽]`);

/** Null when nothing says it. */
export function currencyOfTable(plan: Plan, input: StatementInput): string | null {
  const banner = plan.preamble
    .map((record) => record.cells.join(' '))
    .join(' ')
    .slice(0, 8000);
  const captions = plan.captions.join(' ');
  if (/[（(][+-]?元[)）]|\/元/.test(captions)) return 'CNY';
  const own = OWN.exec(plan.captions[plan.columns.amount] ?? '');
  if (own) return currencyText(own[1]!);
  const coded = CODED.exec(captions);
  if (coded) return coded[3] ? 'EUR' : currencyText(coded[1] ?? coded[2]!);
  const named = NAMED.exec(banner)?.[0];
  if (named) return currencyText(named);
  const text = headOf(input) || captions;
  if (/[円]|お引出|残高/.test(captions) || /(?:\d円)/.test(text)) return 'JPY';
  if (/[\uac00-\ud7a3]{2}/.test(captions)) return 'KRW';
  if (/ghi (?:nợ|có)|số (?:dư|tiền)/i.test(captions.normalize('NFC'))) return 'VND';
  if (input.encoding === 'big5' && /[\u4e00-\u9fff]{2}/.test(captions)) return /港[元幣]/.test(text) ? 'HKD' : 'TWD';
  if (/[\u4e00-\u9fff]{2}/.test(captions) || /[\u4e00-\u9fff]{2}/.test(banner) || /\bRMB\b/.test(text)) return 'CNY';
  const inCell = IN_CELL.exec(text);
  if (inCell) return currencyText(inCell[1]!);
  if (/(?:^|[,;\t"])[-+]?\s?\$\d/.test(text)) return 'USD';
  if (/(?:^|[,;\t"])-?£\d/.test(text)) return 'GBP';
  return /[,;\t"]-?€\s?\d|\d\s?€/.test(text) ? 'EUR' : null;
}

export interface RowCurrency {
  readonly code: Currency;
  readonly digits: number;
  /** Neither the line nor the table says it. */
  readonly unsaid?: true;
}
const UNSAID: RowCurrency = { code: 'CNY', digits: 2, unsaid: true };

/** What each row's amounts are in. Where nothing says it, rows carry CNY and the summary says that this was assumed. */
export function makeCurrency(whole: string | null, column: number, tally: Tally): (cells: readonly string[]) => RowCurrency {
  const cache = new Map<string, RowCurrency>();
  const resolve = (stated: string | null): RowCurrency => {
    const code = knownCurrency(stated);
    if (stated === null) tally.warnOnce('statements.warn-currency-assumed', { assumed: 'CNY' });
    else if (code === null) tally.warnOnce('statements.warn-currency-unsupported', { currency: stated });
    if (code === null) tally.stated.currency ??= stated;
    return code === null ? { code: 'CNY', digits: 2 } : { code, digits: exponentOf(code) };
  };
  return (cells) => {
    const cell = column === -1 ? '' : (cells[column] ?? '');
    let found = cache.get(cell);
    // A line without a currency cell may be a footer: nothing is assumed from it while the column exists.
    if (!found && cell === '' && column !== -1 && whole === null) return UNSAID;
    if (!found) {
      found = resolve((cell === '' ? null : currencyText(cell)) ?? whole);
      if (cache.size < 64) cache.set(cell, found);
    }
    return found;
  };
}
