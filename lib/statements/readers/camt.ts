/** ISO 20022 camt.052 (intraday), camt.053 (end of day), camt.054 (notices), any version, with or without namespace. A row is an entry. */
import { readAmount } from '../amounts';
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { readDate } from '../dates';
import { headOf } from '../input';
import { allOf, attributeOf, childAt, elementsOf, textAt, type Node } from '../markup';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { digitsOf, knownCurrency, rowTypeOf } from '../words';

const STATEMENTS = new Set(['Stmt', 'Rpt', 'Ntfctn']);
const WANTED = new Set(['Ntry', 'Bal', 'Acct', 'FrToDt', 'TxsSummry']);

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const text = input.text ?? '';
  const book = new Book(tally);
  const lines = new LineCounter(text);
  let account: string | null = null;
  const stated: Node[] = [];
  let statements = 0;
  let booked: string | null = null;
  for (const event of elementsOf(text, WANTED, STATEMENTS)) {
    if (event.kind === 'enter') {
      book.account = null;
      statements++;
    }
    else if (event.kind === 'leave') book.end();
    const { node } = event;
    if (!node) continue;
    if (node.name === 'Acct') {
      account = textAt(node, 'Ccy') ?? account;
      book.account = textAt(node, 'Id', 'IBAN') ?? textAt(node, 'Id', 'Othr', 'Id');
    } else if (node.name === 'Bal') {
      readBalance(node, book);
      booked = dateAt(node, 'Dt') ?? booked;
    } else if (node.name === 'FrToDt') readPeriod(node, tally);
    else if (node.name === 'TxsSummry') stated.push(node);
    else if (node.name === 'Ntry') {
      const row = entryOf(node, { lineNo: lines.at(node.at), account, booked }, tally);
      if (row)
        yield book.add(row, row.channelNo ? `${row.channelNo}|${row.direction}|${row.amountMinor}` : text.slice(node.at, node.at + 2000));
    }
  }
  // Totals count only when every statement of the file has them.
  if (stated.length === statements) for (const node of stated) readTotals(node, account, tally);
  book.finish();
  const code = knownCurrency(account);
  if (code) tally.assumeCurrency(code);
}

/** Line numbers for offsets that only grow. */
class LineCounter {
  private line = 1;
  private next: number;
  constructor(private readonly text: string) {
    this.next = text.indexOf('\n');
  }
  at(offset: number): number {
    while (this.next !== -1 && this.next < offset) {
      this.line++;
      this.next = this.text.indexOf('\n', this.next + 1);
    }
    return this.line;
  }
}

function readBalance(node: Node, book: Book): void {
  const code = textAt(node, 'Tp', 'CdOrPrtry', 'Cd');
  const amount = childAt(node, 'Amt');
  const size = readAmount(amount?.text ?? '', 'point', digitsOf(amount ? attributeOf(amount.attributes, 'Ccy') : null));
  if (size === null) return;
  const signed = textAt(node, 'CdtDbtInd') === 'DBIT' ? -size : size;
  if (code === 'OPBD' || (code === 'PRCD' && book.opening === null)) book.opening = signed;
  if (code === 'CLBD') book.closing ??= signed;
}

function readPeriod(node: Node, tally: Tally): void {
  const from = readDate(textAt(node, 'FrDtTm') ?? textAt(node, 'FrDt') ?? '')?.slice(0, 10);
  const to = readDate(textAt(node, 'ToDtTm') ?? textAt(node, 'ToDt') ?? '')?.slice(0, 10);
  if (!from || !to) return;
  const known = tally.stated.period;
  tally.stated.period = { from: known && known.from < from ? known.from : from, to: known && known.to > to ? known.to : to };
}

function readTotals(node: Node, currency: string | null, tally: Tally): void {
  for (const [name, side] of [
    ['TtlCdtNtries', 'credit'],
    ['TtlDbtNtries', 'debit'],
  ] as const) {
    const count = textAt(node, name, 'NbOfNtries');
    const sum = readAmount(textAt(node, name, 'Sum') ?? '', 'point', digitsOf(currency));
    if (count !== null && /^\d{1,9}$/.test(count)) tally.stated[`${side}Count`] = (tally.stated[`${side}Count`] ?? 0) + Number(count);
    if (sum !== null) tally.stated[`${side}Minor`] = (tally.stated[`${side}Minor`] ?? 0n) + sum;
  }
}

const dateAt = (node: Node, name: string): string | null => readDate(textAt(node, name, 'DtTm') ?? textAt(node, name, 'Dt') ?? '');

interface Around {
  readonly lineNo: number;
  /** Currency of the account. */
  readonly account: string | null;
  /** Day of the last balance, for entries that carry no date of their own. */
  readonly booked: string | null;
}

function entryOf(node: Node, { lineNo, account, booked }: Around, tally: Tally): StatementRow | null {
  const amount = childAt(node, 'Amt');
  const stated = (amount && attributeOf(amount.attributes, 'Ccy')) ?? account;
  const currency = bookCurrency(stated, tally);
  const amountMinor = readAmount(amount?.text ?? '', 'point', digitsOf(stated));
  const mark = textAt(node, 'CdtDbtInd');
  if (amountMinor === null || (mark !== 'CRDT' && mark !== 'DBIT')) {
    tally.reject(lineNo, amountMinor === null ? 'statements.row-amount' : 'statements.row-direction', amount?.text ?? '');
    return null;
  }
  const details = allOf(node, 'TxDtls');
  checkBatch(details, amountMinor, stated, lineNo, tally);
  const one = details.length === 1 ? details[0] : undefined;
  const party = mark === 'CRDT' ? 'Dbtr' : 'Cdtr';
  const status = textAt(node, 'Sts', 'Cd') ?? textAt(node, 'Sts');
  const memo =
    textAt(one, 'RmtInf', 'Ustrd') ??
    textAt(one, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref') ??
    textAt(one, 'AddtlTxInf') ??
    textAt(node, 'AddtlNtryInf');
  const reversed = textAt(node, 'RvslInd') === 'true';
  return makeRow({
    lineNo,
    type: reversed ? 'refund' : rowTypeOf(memo ?? ''),
    direction: mark === 'CRDT' ? 'credit' : 'debit',
    amountMinor,
    currency,
    merchantNo: saidText(textAt(one, 'Refs', 'EndToEndId') ?? textAt(one, 'Refs', 'InstrId') ?? ''),
    origMerchantNo: null,
    channelNo: saidText(
      textAt(node, 'AcctSvcrRef') ?? textAt(one, 'Refs', 'AcctSvcrRef') ?? textAt(one, 'Refs', 'TxId') ?? textAt(node, 'NtryRef') ?? '',
    ),
    status,
    tradeTime: dateAt(node, 'BookgDt') ?? dateAt(node, 'ValDt') ?? booked,
    settleDate: dateAt(node, 'ValDt')?.slice(0, 10) ?? null,
    counterparty: saidText(textAt(one, 'RltdPties', party, 'Nm') ?? textAt(one, 'RltdPties', party, 'Pty', 'Nm') ?? ''),
    memo: saidText(memo ?? ''),
    ...(status !== null && status !== 'BOOK' && { settled: false }),
  });
}

/** A batch entry must be the sum of its parts, where all parts are in its currency. */
function checkBatch(details: readonly Node[], amountMinor: bigint, currency: string | null, lineNo: number, tally: Tally): void {
  if (details.length < 2) return;
  let sum = 0n;
  for (const detail of details) {
    const amount = childAt(detail, 'Amt') ?? childAt(detail, 'AmtDtls', 'TxAmt', 'Amt') ?? childAt(detail, 'AmtDtls', 'InstdAmt', 'Amt');
    const minor = amount ? readAmount(amount.text, 'point', digitsOf(currency)) : null;
    if (!amount || minor === null || attributeOf(amount.attributes, 'Ccy') !== currency) return;
    sum += minor;
  }
  if (sum !== amountMinor)
    tally.warn(
      'statements.warn-batch-total',
      { entryMinor: amountMinor.toString(), partsMinor: sum.toString(), parts: details.length },
      lineNo,
    );
}

const ROOTS: readonly (readonly [RegExp, string])[] = [
  [/<(?:\w+:)?BkToCstmrStmt\b/, 'camt.053'],
  [/<(?:\w+:)?BkToCstmrAcctRpt\b/, 'camt.052'],
  [/<(?:\w+:)?BkToCstmrDbtCdtNtfctn\b/, 'camt.054'],
];

export const camtReader = makeReader({
  id: 'camt',
  recognise: (input) => {
    const head = headOf(input);
    return head.trimStart().startsWith('<') && ROOTS.some(([root]) => root.test(head)) ? 1 : 0;
  },
  rows: function* (input, tally) {
    const head = headOf(input);
    tally.format = /camt\.05[234]\.001\.\d{2}/.exec(head)?.[0] ?? ROOTS.find(([root]) => root.test(head))?.[1] ?? 'camt';
    yield* rows(input, tally);
  },
});
