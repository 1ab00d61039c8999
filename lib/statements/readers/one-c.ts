/** 1C ClientBankExchange (RU): `key=value` lines; a document is money out when its payer is us. The declared encoding is often wrong. */
import { readAmount } from '../amounts';
import { makeRow, saidText } from '../book';
import { readDate } from '../dates';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { rowTypeOf } from '../words';

type Fields = Map<string, string>;
/** A document has some seventy. */
const FIELDS_MAX = 500;

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  tally.assumeCurrency('RUB');
  const general: Fields = new Map();
  let fields: Fields | null = null;
  let began = 0;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    if (line === '') continue;
    const mark = line.indexOf('=');
    const [key, value] = mark === -1 ? [line, ''] : [line.slice(0, mark), line.slice(mark + 1).trim()];
    if (key === 'СекцияДокумент') {
      fields = new Map();
      began = lineNo;
    } else if (key === 'КонецДокумента' && fields) {
      const row = rowOf(fields, general.get('РасчСчет') ?? '', began, tally);
      fields = null;
      if (!row) continue;
      tally.add(row, `${row.merchantNo}|${row.tradeTime}|${row.amountMinor}|${row.counterparty}`);
      yield row;
    } else if (value !== '' && (fields ?? general).size < FIELDS_MAX && !(fields ?? general).has(key)) (fields ?? general).set(key, value);
  }
  readGeneral(general, input.encoding, tally);
}

function readGeneral(general: Fields, encoding: string, tally: Tally): void {
  const declared = general.get('Кодировка');
  if ((declared === 'Windows' && encoding !== 'windows-1251') || (declared === 'DOS' && encoding !== 'ibm866')) {
    tally.warn('statements.warn-encoding-declared', { declared, found: encoding });
  }
  tally.stated.account = general.get('РасчСчет') ?? null;
  const [from, to] = [readDate(general.get('ДатаНачала') ?? ''), readDate(general.get('ДатаКонца') ?? '')];
  if (from && to) tally.stated.period = { from, to };
  tally.stated.opening = readAmount(general.get('НачальныйОстаток') ?? '', 'point', 2);
  tally.stated.closing = readAmount(general.get('КонечныйОстаток') ?? '', 'point', 2);
  tally.stated.creditMinor = readAmount(general.get('ВсегоПоступило') ?? '', 'point', 2) ?? undefined;
  tally.stated.debitMinor = readAmount(general.get('ВсегоСписано') ?? '', 'point', 2) ?? undefined;
}

function rowOf(fields: Fields, own: string, lineNo: number, tally: Tally): StatementRow | null {
  const amountMinor = readAmount(fields.get('Сумма') ?? '', 'point', 2);
  const tradeTime = readDate(fields.get('Дата') ?? '');
  if (amountMinor === null || tradeTime === null) {
    tally.reject(lineNo, amountMinor === null ? 'statements.row-amount' : 'statements.row-date', [...fields].slice(0, 4).join(' '));
    return null;
  }
  const out = own !== '' && (fields.get('ПлательщикСчет') ?? fields.get('ПлательщикРасчСчет')) === own;
  const memo = fields.get('НазначениеПлатежа');
  return makeRow({
    lineNo,
    type: rowTypeOf(memo ?? ''),
    direction: out ? 'debit' : 'credit',
    amountMinor,
    currency: 'RUB',
    merchantNo: saidText(fields.get('Номер')),
    tradeTime,
    settleDate: readDate(fields.get(out ? 'ДатаСписано' : 'ДатаПоступило') ?? ''),
    counterparty: saidText(fields.get(out ? 'Получатель' : 'Плательщик')),
    memo: saidText(memo),
  });
}

export const oneCReader = makeReader({
  id: '1c-exchange',
  recognise: (input) => (headOf(input).startsWith('1CClientBankExchange') ? 1 : 0),
  rows,
});
