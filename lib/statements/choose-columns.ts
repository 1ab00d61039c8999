/** Which column holds what: its caption says it, and what stands below the caption must agree. */
import { clean, decideStyle, readAmount, readQuick, type DecimalStyle } from './amounts';
import { fieldOf, plainCaption, type Field } from './captions';
import { isSerialDay, readDate, readTime } from './dates';
import type { TableRecord } from './records';
import { currencyText, wayOf } from './words';

export interface Columns {
  readonly date: number;
  /** A second column with the time of day alone. */
  readonly time: number;
  readonly settleDate: number;
  readonly amount: number;
  readonly credit: number;
  readonly debit: number;
  readonly direction: number;
  readonly balance: number;
  readonly currency: number;
  readonly fee: number;
  readonly net: number;
  readonly status: number;
  readonly merchantNo: number;
  readonly channelNo: number;
  readonly counterparty: number;
  readonly type: number;
  readonly memo: number;
  /** The holder's own account, where a file has several of them. */
  readonly account: number;
}

export const NO_COLUMNS: Columns = {
  date: -1, time: -1, settleDate: -1, amount: -1, credit: -1, debit: -1, direction: -1, balance: -1, currency: -1, fee: -1, net: -1, status: -1,
  merchantNo: -1, channelNo: -1, counterparty: -1, type: -1, memo: -1, account: -1,
};

/** `131.77(已退款89.84)` is 131.77: what stands in brackets behind the amount is a remark. */
export function amountCell(cell: string): string {
  if (cell.length > 200) return '';
  const bracket = cell.search(/[()（）]/);
  return bracket > 0 && /[（(]/.test(cell[bracket]!) && /[)）]$/.test(cell) && /\d/.test(cell.slice(0, bracket)) ? cell.slice(0, bracket) : cell;
}
export const isAmount = (cell: string): boolean => /^[+-]?[\d.,]*\d[.,]?$/.test(clean(amountCell(cell)));
export const isDay = (cell: string): boolean => readDate(cell, 'dmy') !== null || readDate(cell, 'mdy') !== null || /^\d{1,2}[/-]\d{1,2}$/.test(cell);
const isBlank = (cell: string): boolean => cell === '' || /^(?:[-—–/]+|[*_=.]{2,}|无|null|n\/?a)$/i.test(cell);

/** What stands in a column, each as a share of the cells that say anything. */
interface Content {
  readonly filled: number;
  readonly amounts: number;
  readonly days: number;
  readonly times: number;
  readonly ways: number;
  readonly currencies: number;
  /** Single letters or digits. */
  readonly codes: number;
  /** Days as a spreadsheet counts them. */
  readonly serials: number;
}

function contentOf(body: readonly TableRecord[], index: number): Content {
  const cells = body.map((record) => record.cells[index] ?? '').filter((cell) => !isBlank(cell));
  const share = (holds: (cell: string) => boolean) => (cells.length === 0 ? 0 : cells.filter(holds).length / cells.length);
  return {
    filled: cells.length, amounts: share(isAmount), days: share(isDay), times: share((cell) => readTime(cell) !== null), ways: share((cell) => wayOf(cell) !== null),
    currencies: share((cell) => cell.length <= 8 && currencyText(cell) !== null), codes: share((cell) => /^[0-9A-Za-z]$/.test(cell)),
    serials: share(isSerialDay),
  };
}

/** The field a caption means, corrected by what is below it. */
function corrected(field: Field | null, content: Content): Field | null {
  const { filled, amounts, days, ways, codes } = content;
  if (filled === 0) return field === 'either' ? 'amount' : field;
  if (field === 'direction' && ways < 0.5 && codes === 1) return 'direction';
  if (field === 'either' || field === 'direction') return ways >= 0.5 ? 'direction' : amounts >= 0.5 ? 'amount' : null;
  if (field === 'currency') return days >= 0.8 ? 'settleDate' : amounts >= 0.8 ? 'amount' : field;
  if (field === 'credit' || field === 'debit') return amounts >= 0.5 ? field : ways >= 0.8 ? 'direction' : null;
  if (field === 'amount' || field === 'net') return amounts >= 0.3 ? field : null;
  if (field === 'settleDate' || field === 'date') return days > 0 || content.times > 0 || content.serials === 1 ? field : null;
  return field;
}

const POSTED = /入账|记账|billing|posted|账户|ввалют[уе]счета|walucierachunku|accountcurrency|kontowahrung|zahlungsbetrag/;
const SOMEBODY_ELSES = /对方|对手|counter|tegen|partner|收款|付款|payee|from|to(?:email|account)|destination/;

export function chooseColumns(captions: readonly string[], body: readonly TableRecord[]): Columns | null {
  const width = Math.max(captions.length, ...body.slice(0, 200).map((record) => Math.min(record.cells.length, captions.length + 2)));
  const contents = Array.from({ length: width }, (_, index) => contentOf(body, index));
  const fields = contents.map((content, index) => corrected(fieldOf(captions[index] ?? ''), content));
  for (const [index, content] of contents.entries()) {
    // `Mutatie,,Saldo,`: the caption stands above the currency, its figure in the column without one.
    const meant = fieldOf(captions[index] ?? '');
    if ((meant !== 'amount' && meant !== 'balance') || content.currencies < 0.8 || (captions[index + 1] ?? '') !== '' || (contents[index + 1]?.amounts ?? 0) < 0.8) continue;
    [fields[index], fields[index + 1]] = ['currency', meant];
  }
  const all = (field: Field) => fields.flatMap((found, index) => (found === field ? [index] : []));
  const first = (field: Field) => all(field)[0] ?? -1;
  const most = (indexes: readonly number[], weight: (content: Content) => number) =>
    indexes.reduce((best, index) => (best === -1 || weight(contents[index]!) > weight(contents[best]!) ? index : best), -1);
  const amountsIn = (content: Content) => content.filled * content.amounts;
  const daysIn = (content: Content) => content.filled * Math.max(content.days, content.serials === 1 ? 1 : 0);
  const dates = all('date').filter((index) => body.length === 0 || daysIn(contents[index]!) > 0);
  const times = all('date').filter((index) => !dates.includes(index) && contents[index]!.times > 0);
  const settle = all('settleDate').filter((index) => body.length === 0 || contents[index]!.days > 0);
  const date = most(dates, daysIn);
  const inAccount = (indexes: readonly number[]) => indexes.filter((index) => POSTED.test(plainCaption(captions[index] ?? '')) && amountsIn(contents[index]!) > 0);
  const ofSide = (field: Field) => most(inAccount(all(field)).length > 0 ? inAccount(all(field)) : all(field), amountsIn);
  const [credit, debit] = [ofSide('credit'), ofSide('debit')];
  const amounts = all('amount');
  const posted = amounts.filter((index) => POSTED.test(plainCaption(captions[index] ?? '')));
  const single = most(posted.length > 0 && posted.every((index) => amountsIn(contents[index]!) > 0) ? posted : amounts, amountsIn);
  const sideBySide = (credit === -1 ? 0 : amountsIn(contents[credit]!)) + (debit === -1 ? 0 : amountsIn(contents[debit]!));
  const paired = (credit !== -1 && debit !== -1) && (single === -1 || sideBySide >= amountsIn(contents[single]!) * 0.8);
  const given = credit === -1 && debit === -1 && single !== -1 ? givenBack(captions, contents, body, single) : -1;
  const amount = paired || given !== -1 ? -1 : single;
  const fee = first('fee');
  const chosen: Columns = {
    ...NO_COLUMNS, credit: given !== -1 ? single : paired || amount === -1 ? credit : -1, debit: given !== -1 ? given : paired || amount === -1 ? debit : -1,
    date: date === -1 ? (settle[0] ?? -1) : date, time: times[0] ?? -1,
    settleDate: date === -1 ? (settle[1] ?? -1) : (settle[0] ?? dates.find((index) => index !== date) ?? -1),
    amount: amount === -1 && given === -1 && credit === -1 && debit === -1 ? fee : amount, fee: amount === -1 && !paired && given === -1 ? -1 : fee, net: first('net'),
    direction: most(all('direction'), (content) => content.filled * Math.max(content.ways, content.codes / 2)), balance: most(all('balance'), amountsIn),
    status: first('status'), merchantNo: first('merchantNo'), channelNo: first('channelNo'), counterparty: first('counterparty'), type: first('type'), memo: first('memo'),
    currency: nearest(all('currency'), amount === -1 ? Math.max(credit, debit) : amount, all('balance')),
    account: all('account').find((index) => !SOMEBODY_ELSES.test(plainCaption(captions[index] ?? '')) && contents[index]!.filled >= (contents[date]?.filled ?? 0)) ?? -1,
  };
  const complete = { ...chosen, balance: running(body, chosen.balance === -1 ? first('available') : chosen.balance) };
  if (complete.amount === -1 && complete.credit === -1 && complete.debit === -1) return null;
  return complete.direction !== -1 || complete.amount === -1 ? complete : { ...complete, direction: wordColumn(contents, body, complete) };
}

/** A column of refunds beside the amounts, where every row has one of the two: what was paid and what was given back. */
function givenBack(captions: readonly string[], contents: readonly Content[], body: readonly TableRecord[], amount: number): number {
  const index = captions.findIndex((caption, at) => at !== amount && /^(?:申请)?退款(?:总)?金?额|^refund(?:ed)?amount/.test(plainCaption(caption)) && contents[at]!.amounts >= 0.5);
  const moved = (record: TableRecord, at: number) => /[1-9]/.test(record.cells[at] ?? '');
  const rows = body.filter((record) => isAmount(record.cells[amount] ?? '') || isAmount(record.cells[index] ?? ''));
  return index !== -1 && rows.some((record) => moved(record, index)) && rows.every((record) => !moved(record, index) || !moved(record, amount)) ? index : -1;
}

/** The same figure on every row is what the account holds today, not a running balance. */
const running = (body: readonly TableRecord[], index: number): number => {
  const figures = body.map((record) => record.cells[index] ?? '').filter((cell) => /\d/.test(cell));
  return figures.length > 1 && new Set(figures).size === 1 ? -1 : index;
};

/** With two currencies in a row (original and account) the one behind the amount that is read belongs to it; one behind the balance is the balance's. */
function nearest(indexes: readonly number[], amount: number, balances: readonly number[]): number {
  const own = indexes.filter((index) => !balances.includes(index - 1) || index - 1 === amount || indexes.length === 1);
  return own.find((index) => index > amount) ?? own.at(-1) ?? indexes.at(-1) ?? -1;
}

/** A column without a caption of its own (or with a vague one) in which every cell is a word for a side, beside amounts without signs. */
function wordColumn(contents: readonly Content[], body: readonly TableRecord[], columns: Columns): number {
  const rows = body.filter((record) => isAmount(record.cells[columns.amount] ?? ''));
  if (rows.length === 0 || rows.some((record) => clean(amountCell(record.cells[columns.amount] ?? '')).startsWith('-'))) return -1;
  const taken = new Set([columns.date, columns.time, columns.amount, columns.balance, columns.currency]);
  return contents.findIndex((content, index) => !taken.has(index) && content.ways >= 0.95
    && rows.every((record) => wayOf(record.cells[index] ?? '') !== null));
}

/** `交易金额(分)`, `amount_cents`: whole numbers of the smallest unit. */
const IN_MINOR = /[（(]\s*(?:单位\s*[:：]?\s*)?(?:人民币)?分\s*[)）]|\/分$|(?:^|[\s_(（])(?:cents|fen|minor(?:[\s_]?units?)?)[)）]?$|[a-z](?:Cents|Fen|Minor)$/;
const ALL_IN_MINOR = /单位\s*[:：]?\s*(?:人民币)?分/;

/** How the amounts of each column are written. `minor`: as whole minor units. */
export type Styles = ReadonlyMap<number, DecimalStyle | 'minor'>;

/** How decimals are written, column by column: some banks print the balance in another style than the amounts. */
export function decideStyles(body: readonly TableRecord[], columns: Columns, captions: readonly string[], banner: string): Styles {
  const indexes = [columns.amount, columns.credit, columns.debit, columns.balance, columns.fee, columns.net].filter((index) => index !== -1);
  const cellsOf = (index: number) => body.map((record) => amountCell(record.cells[index] ?? '')).filter((cell) => cell !== '');
  const whole = decideStyle(indexes.flatMap(cellsOf)) ?? 'point';
  const inMinor = (index: number) => (IN_MINOR.test(captions[index] ?? '') || ALL_IN_MINOR.test(banner)) && cellsOf(index).every((cell) => /^[+-]?\d+$/.test(clean(cell)));
  return new Map(indexes.map((index) => [index, inMinor(index) ? 'minor' : (decideStyle(cellsOf(index)) ?? whole)]));
}

const MINOR_DIGITS = 2;
/** The amount in a cell of a row, at most `digits` behind the mark; null where there is none. */
export function amountAt(cells: readonly string[], index: number, styles: Styles, digits: number): bigint | null {
  if (index === -1) return null;
  const style = styles.get(index) ?? 'point';
  // The plain shape, a million times over; an empty cell is the other common one.
  const cell = cells[index] ?? '';
  if (cell === '') return null;
  const quick = style === 'point' ? readQuick(cell, digits) : null;
  if (quick !== null) return quick;
  if (style !== 'minor') return readAmount(amountCell(cells[index] ?? ''), style, digits);
  const minor = readAmount(amountCell(cells[index] ?? ''), 'point', 0);
  return minor === null || digits <= MINOR_DIGITS ? minor : minor * 10n ** BigInt(digits - MINOR_DIGITS);
}
