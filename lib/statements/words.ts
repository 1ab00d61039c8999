/** Words inside cells: which way the money went, whether it moved at all, what kind of row it is, which currency is meant. */
import { exponentOf, isCurrency, type Currency } from '@/lib/kernel/money';
import type { RowType } from './port';

export type Way = 'credit' | 'debit' | 'neutral';

const CREDIT =
  /^(?:\+|收入?|收方|贷.*|cr?|crdt|crédit|crediti?|in|income|incoming|转入|存入|存|进|来账|汇入|入账?|入款|入金|收款|h|haben|bij|entrada|ingreso|deposits?|gutschrift|eingang|paid in|money in|приход|кредит|uznanie|entrate|avere|1 ?贷)$/i;
const DEBIT =
  /^(?:-|支出?|付方|借.*|dr?|dbit|débit|debi?ti?|out|expense|outgoing|转出|取出|取|往账|汇出|出账?|出款|出金|付款?|s|soll|af|salida|gasto|withdrawals?|belastung|lastschrift|ausgang|paid out|money out|расход|дебет|obciążenie|uscite|dare)$/i;
const NEUTRAL = /^(?:\/|不计收支|中性交易?|其他|其它|neutral|none|不计入)$/i;

const CREDIT_STARTS = /^\s*(?:退货|退款|还款|信用卡还款|存款|利息|转入|收入|入账|返现|refund|repayment|payment received|冲正|撤销)/i;
const DEBIT_STARTS = /^\s*(?:消费|取现|支出|转出|手续费|年费|利息支出|分期|扣款|purchase|sale\b|withdrawal|cash advance|fee\b)/i;

/** The way that a row without a sign says in its first word; null when it says none. */
export function wordedWay(text: string): 'credit' | 'debit' | null {
  if (DEBIT_STARTS.test(text)) return 'debit';
  return CREDIT_STARTS.test(text) ? 'credit' : null;
}

export function wayOf(word: string): Way | null {
  const plain = word.normalize('NFKC').trim();
  if (CREDIT.test(plain)) return 'credit';
  if (DEBIT.test(plain)) return 'debit';
  return NEUTRAL.test(plain) ? 'neutral' : null;
}

const UNSETTLED =
  /关闭|失败|已取消|已撤销|等待|待付款|待支付|未支付|处理中|待确认|closed|failed|cancell?ed|pending|declined|reverted|denied|expired|vorgemerkt|ausstehend|en attente|pendiente|отклон|не выполн|в обработке/i;
export const isUnsettled = (status: string): boolean => UNSETTLED.test(status);

const REFUND = /退款|退货|退单|冲正|撤销|refund|return|reversal|chargeback/i;
const FEE = /手续费|服务费|工本费|年费|费用|\bfees?\b|charge|commission/i;
const TRANSFER = /转账|提现|充值|转入|转出|汇款|汇入|转存|transfer|atm/i;

export const isRefund = (text: string): boolean => REFUND.test(text);

export function rowTypeOf(text: string, fallback: RowType = 'other'): RowType {
  if (REFUND.test(text)) return 'refund';
  if (FEE.test(text)) return 'fee';
  if (TRANSFER.test(text)) return 'transfer';
  return fallback;
}

const NAMES: readonly (readonly [RegExp, Currency])[] = [
  [/人民[币幣]|RMB|CNY|￥|¥/i, 'CNY'],
  [/美元|美金|USD|US\$/i, 'USD'],
  [/港[币元幣紙]|HKD|HK\$/i, 'HKD'],
  [/欧元|歐元|EUR|€/i, 'EUR'],
  [/日[元圓]|JPY/i, 'JPY'],
  [/英[镑鎊]|GBP|£/i, 'GBP'],
  [/CHF|瑞士法郎/i, 'CHF'],
  [/澳(?:大利亚)?元|AUD/i, 'AUD'],
  [/加(?:拿大)?元|CAD/i, 'CAD'],
  [/新加坡元|SGD/i, 'SGD'],
  [/韩元|KRW|₩/i, 'KRW'],
  [/R\$/, 'BRL'],
  [/₹|\bINR\b/i, 'INR'],
  [/₽|руб/i, 'RUB'],
  [/\bzł|PLN/i, 'PLN'],
];

/** ISO 4217 numbers of the currencies that bank formats print so. */
const NUMBERS: Readonly<Record<string, string>> = {
  '156': 'CNY',
  '978': 'EUR',
  '840': 'USD',
  '826': 'GBP',
  '344': 'HKD',
  '392': 'JPY',
  '756': 'CHF',
  '986': 'BRL',
  '643': 'RUB',
};

/** Codes that are no longer, and those that banks use among themselves. */
const FORMER: Readonly<Record<string, string>> = { RUR: 'RUB', TL: 'TRY', YTL: 'TRY', NTD: 'TWD', SFR: 'CHF' };

/** A cell that should hold a currency: code, number or name. The text itself when it is a code we do not keep books in. */
export function currencyText(cell: string): string | null {
  const plain = cell.normalize('NFKC').trim().toUpperCase();
  if (isCurrency(plain)) return plain;
  if (FORMER[plain]) return FORMER[plain];
  if (NUMBERS[plain]) return NUMBERS[plain];
  const named = NAMES.find(([shape]) => shape.test(plain));
  if (named) return named[1];
  return /^[A-Z]{3}$/.test(plain) ? plain : null;
}

export const knownCurrency = (text: string | null): Currency | null => (text !== null && isCurrency(text) ? text : null);

/** Digits behind the mark of amounts in a currency; two where it is not known. */
export const digitsOf = (text: string | null): number => (text !== null && isCurrency(text) ? exponentOf(text) : 2);
