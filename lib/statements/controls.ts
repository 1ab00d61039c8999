/** Lines above the header and below the rows: what the file says about itself. Everything found goes to `stated`; nothing is guessed. */
import { addDays, businessDate } from '@/lib/kernel/time';
import { clean, decideStyle, readAmount, readMinor } from './amounts';
import { readDate } from './dates';
import type { Stated } from './tally';

/** What only this reader compares: the net total and a sum without a side. */
export interface Controls extends Stated {
  net?: bigint;
  sum?: bigint;
}

const DECIMALS = 2;
/** What a file says about itself stands at the beginning of a line, and a figure at its end: longer texts only cost time, on purpose sometimes. */
const LINE_READ = 400;
const FIGURE_WITHIN = 64;
const TOTAL_WORDS = /合计|總計|合計|总计|小计|汇总|总金额|累计|^\s*(?:grand\s+|sub)?totals?\b|^sum\b|^COUNT\b|总额|总(?:收入|支出|笔数)|^共\s?\d+\s?[笔条]|^summe\b|^gesamt|^razem|^totale?\b|^итого|^turnover|^합\s?계|^총계|^소계|^toplam|^σύνολο/i;
const NOTE =
  /^(?:#|--|\*{2,}|注|说明|温馨提示|特别提示|声明|备注|重要提示|提示|打印|disclaimer|note|\d+[.、](?!\d))|电子回单|明细(?:列表)?结束|导出时间|打印(?:时间|日期)|end of|以上数据|此页|第\d+页|page \d+/i;

export const isTotalLine = (text: string): boolean => TOTAL_WORDS.test(text);
export const isNoteLine = (text: string): boolean => NOTE.test(text);

const NUMBER = String.raw`(-?[\d,]+(?:\.\d+)?)`;
const COUNTED = new RegExp(
  String.raw`(收入|支出|不计收支|中性交易)(?:合计)?[:：]\s*(\d{1,9})笔(?:\([^)]{0,40}\))?[,，、\s]*共?\s*${NUMBER}元`,
  'g',
);
const PAIRS = new RegExp(
  String.raw`(收入|支出|贷方|借方|消费|收款|支付|退单|退款|退货|累计|汇总|撤销)总?(笔数|金额)[:：]\s*${NUMBER}`,
  'g',
);

const minor = (text: string): bigint | undefined => readMinor(clean(text)) ?? undefined;

/** Captions of totals on one line, their figures on the next: `收入笔数,收入金额` above `1,100.00`. */
export const isTotalCaptions = (cells: readonly string[]): boolean =>
  cells.length >= 2 && cells.some((cell) => cell.endsWith('笔数')) && cells.every((cell) => !/\d/.test(cell));

/** Both lines read as if each figure stood behind its caption. */
export const pairUp = (captions: readonly string[], figures: readonly string[]): string[] =>
  captions.map((caption, index) => `${caption}：${figures[index] ?? ''}`);

/** What is said in the first cells of a line, no more of it than is ever looked at. */
export function beginOf(cells: readonly string[], between: string): string {
  let text = '';
  for (const cell of cells) {
    if (cell === '') continue;
    text += (text === '' ? '' : between) + cell.slice(0, LINE_READ);
    if (text.length > LINE_READ) break;
  }
  return text;
}

/** `cells` of one line without padding; empty cells count for nothing. */
export function readControls(cells: readonly string[], stated: Controls): void {
  const text = beginOf(cells, '：').normalize('NFKC').replaceAll(':', '：').replace(/\s+/g, ' ').slice(0, LINE_READ);
  if (text === '') return;
  const rows = /^#?共[：计]?\s*(\d{1,9})\s*[笔条]/.exec(text) ?? /\bCOUNT[：\s]+(\d{1,9})\b/i.exec(text) ?? /^anzahl transaktionen[^\d]*：*(\d{1,9})$/i.exec(text);
  if (rows) stated.rows ??= Number(rows[1]);
  const total = /^(?:资金流水|交易)?总(?:交易)?笔数：\s*(\d{1,9})(?!\d)/.exec(text);
  if (total) stated.rows ??= Number(total[1]);
  const sum = /SUMMONEY[：\s]+(-?[\d.,]+)/i.exec(text);
  if (sum) stated.sum = minor(sum[1]!);
  for (const [, side, count, amount] of text.matchAll(COUNTED)) readCounted(stated, side!, Number(count), minor(amount!));
  for (const [, what, kind, value] of text.matchAll(PAIRS)) readPair(stated, what!, kind!, value!);
  readBalances(text, stated);
  readPeriod(text, stated);
  const account = ACCOUNT.exec(text);
  if (account) stated.account ??= account[1]!.trim();
}

const ACCOUNT_WORDS = '支付宝账户|账户账号|账号|帐号|卡号|账户号|account\\s*(?:number|no\\.?)?|(?:credit )?card number|iban';
const ACCOUNT = new RegExp(String.raw`^#?(?:${ACCOUNT_WORDS})：\s*\[?([\w*@.\s-]{3,40}?)\]?(?:：|,|$)`, 'i');

function readCounted(stated: Controls, side: string, count: number, amount: bigint | undefined): void {
  if (side === '收入') {
    stated.creditCount = count;
    stated.creditMinor = amount;
  } else if (side === '支出') {
    stated.debitCount = count;
    // Some print what went out with a minus, some without.
    stated.debitMinor = amount !== undefined && amount < 0n ? -amount : amount;
  } else {
    stated.neutralCount = count;
    stated.neutralMinor = amount;
  }
}

const MONEY_IN = new Set(['收入', '贷方', '消费', '收款', '支付']);
const MONEY_OUT = new Set(['支出', '借方', '退单', '退款', '退货']);

function readPair(stated: Controls, what: string, kind: string, value: string): void {
  const count = kind === '笔数' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  const amount = kind === '金额' ? minor(value) : undefined;
  if (MONEY_IN.has(what)) {
    stated.creditCount = count ?? stated.creditCount;
    stated.creditMinor = amount ?? stated.creditMinor;
  } else if (MONEY_OUT.has(what)) {
    stated.debitCount = count ?? stated.debitCount;
    stated.debitMinor = amount ?? stated.debitMinor;
  } else if (what === '累计') stated.rows = count ?? stated.rows;
  else if (what === '汇总') stated.net = amount ?? stated.net;
}

const OPENING =
  /期初余额|上期余额|上日余额|承前余额|上月余额|承前页|承上页|上年结转|期初結餘|balance brought forward|opening (?:ledger )?balance|beginning balance|starting balance|balance at start|previous balance|solde (?:initial|précédent)|saldo (?:inicial|iniziale|anterior|poprzednie|początkowe)|beginsaldo|anfangssaldo|alter kontostand|letzter kontostand|входящ\S* остат|остаток на начало/i;
const CLOSING =
  /期末余额|本期余额|期末結餘|本期结余|closing (?:ledger )?balance|ending balance|balance at end|new balance|current balance|account balance|solde (?:final|au\b|nouveau)|nouveau solde|saldo (?:final\w*|finale|actual|końcowe)|eindsaldo|endsaldo|schlusssaldo|neuer kontostand|kontostand vom|^kontostand(?=：)|^ledger balance|исходящ\S* остат|остаток на конец/i;
const ANY_DAY = /\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/g;
const FIGURE = /([+-]?)\s*(?:[^\d\s：]{1,3}\s?)?([+-]?\d[\d.,'’ \u00a0\u202f]*)(?:\s?[^\d：]{0,8})?(?:：\s*([SHCD]|DR|CR))?\s*[：;,]?\s*(?:[A-Z]{3})?：?$/i;

/** Whether a line says what the balance was before or after its rows. */
export const isBalanceLine = (text: string): boolean => OPENING.test(text) || CLOSING.test(text);

const BALANCE_CELL =
  /^(?:(?:期初|期末|上期|本期|承前|上日|上月|过次)[余结][额余]|承[前上]页|过次页|转下页|上年结转|结转下年|opening balance|closing balance|beginning balance.{0,20}|ending balance.{0,20}|balance (?:brought|carried) forward|anfangssaldo|endsaldo|saldo (?:inicial|final|anterior|iniziale|finale)|solde (?:initial|final|précédent))$/i;
/** A row that carries a balance forward in place of a transaction, whatever columns it fills. */
export const isBalanceRow = (cells: readonly string[]): boolean => cells.some((cell) => cell.length <= 40 && BALANCE_CELL.test(cell));

/** `Kontostand vom 31.10.2026: 1.234,56 EUR`: the last figure of the line that is not part of a day. */
function readBalances(text: string, stated: Controls): void {
  const [opens, closes] = [OPENING.test(text), CLOSING.test(text)];
  if (opens === closes) return;
  const figure = FIGURE.exec(text.replace(ANY_DAY, ' ').trimEnd().slice(-FIGURE_WITHIN));
  if (!figure) return;
  const style = decideStyle([figure[2]!]) ?? 'point';
  const size = readAmount(`${figure[1]}${figure[2]!.trim()}`, style, DECIMALS);
  if (size === null) return;
  const signed = /^(?:S|D|DR)$/i.test(figure[3] ?? '') && size > 0n ? -size : size;
  if (opens) stated.opening ??= signed;
  else stated.closing ??= signed;
}

const DAY = String.raw`["=]*(\d{4}[-/年.]?\d{1,2}[-/月.]?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{4})`;
/** A line that says two days and nothing else. */
const BARE_RANGE = new RegExp(String.raw`^${DAY}\s*(?:：|至|到|-|~|to|bis|—)\s*${DAY}：?$`, 'i');
const FROM = new RegExp(String.raw`(?:(?:起始|开始|查询起|起)(?:时间|日期|日)|^(?:von|from|du|desde|dal|date from|datum von|start date|date de d[ée]but|download start date))(?:\[[^\]]*\])?\s*：*\s*\[?${DAY}`, 'i');
const UNTIL = new RegExp(String.raw`(?:(?:终止|截止|结束|止)(?:时间|日期|日)|(?:^|：)(?:bis|to|au|hasta|al|date to|datum bis|end date|date de fin|download end date))(?:\[[^\]]*\])?\s*：*\s*\[?${DAY}`, 'i');
const RANGE = new RegExp(
  String.raw`(?:日期|时间|期间|区间|范围|period|date range|zeitraum|entre le|statement)[^\d]{0,12}${DAY}\D{0,14}?\s*(?:至|到|-|~|～|to|bis|et le|—)+\s*${DAY}`,
  'i',
);
const ON = new RegExp(String.raw`(?:对[帐账]日期|清算日期|账单日期|结算日期)：\s*${DAY}(?!\d)`);

/** `13/10/2026` can only be read one way; `01/10/2026` is read day first, and a period that then runs backwards is turned. */
const readDay = (text: string): string | null => readDate(text, 'dmy') ?? readDate(text, 'mdy');

function readPeriod(text: string, stated: Controls): void {
  const range = RANGE.exec(text) ?? BARE_RANGE.exec(text);
  const on = ON.exec(text);
  const from = range?.[1] ?? on?.[1] ?? FROM.exec(text)?.[1];
  const to = range?.[2] ?? on?.[1] ?? UNTIL.exec(text)?.[1];
  const first = from === undefined ? null : readDay(from);
  const last = to === undefined ? null : readDay(to);
  if (!first && !last) return;
  const known = stated.period;
  const midnight = /\s00：00：00\]?\s*$/.test(text);
  const start = (first ?? known?.from ?? last!).slice(0, 10);
  const until = (last ?? known?.to ?? first!).slice(0, 10);
  // Midnight of the day after is how some files write "until the end of the day".
  const end = midnight && until > start ? addDays(businessDate(until), -1) : until;
  stated.period = start <= end ? { from: start, to: end } : { from: end, to: start };
}
