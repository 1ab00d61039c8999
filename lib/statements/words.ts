/** Words inside cells: which way the money went, whether it moved at all, what kind of row it is, which currency is meant. */
import { isCurrency, type Currency } from '@/lib/kernel/money';
import type { RowType } from './port';

export type Way = 'credit' | 'debit' | 'neutral';

const CREDIT = /^(?:\+|收入?|贷.*|cr?|crdt|crédit|credit|in|income|incoming|转入|存入|入账?|收款|h|haben|bij|entrada|deposit)$/i;
const DEBIT = /^(?:-|支出?|借.*|dr?|dbit|débit|debit|out|expense|outgoing|转出|取出|出账?|付款?|s|soll|af|salida|withdrawal)$/i;
const NEUTRAL = /^(?:\/|不计收支|中性交易?|其他|其它|neutral|none|不计入)$/i;

export function wayOf(word: string): Way | null {
  const plain = word.normalize('NFKC').trim();
  if (CREDIT.test(plain)) return 'credit';
  if (DEBIT.test(plain)) return 'debit';
  return NEUTRAL.test(plain) ? 'neutral' : null;
}

const UNSETTLED = /关闭|失败|已取消|已撤销|等待|待付款|待支付|未支付|处理中|待确认|closed|failed|cancell?ed|pending|declined/i;
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
  [/人民币|RMB|CNY|￥|¥/i, 'CNY'],
  [/美元|美金|USD|US\$/i, 'USD'],
  [/港[币元]|HKD|HK\$/i, 'HKD'],
  [/欧元|EUR|€/i, 'EUR'],
  [/日元|JPY/i, 'JPY'],
  [/英镑|GBP|£/i, 'GBP'],
  [/CHF/i, 'CHF'],
  [/澳元|AUD/i, 'AUD'],
  [/加元|CAD/i, 'CAD'],
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

/** A cell that should hold a currency: code, number or name. The text itself when it is a code we do not keep books in. */
export function currencyText(cell: string): string | null {
  const plain = cell.normalize('NFKC').trim().toUpperCase();
  if (isCurrency(plain)) return plain;
  if (NUMBERS[plain]) return NUMBERS[plain];
  const named = NAMES.find(([shape]) => shape.test(plain));
  if (named) return named[1];
  return /^[A-Z]{3}$/.test(plain) ? plain : null;
}

export const knownCurrency = (text: string | null): Currency | null => (text !== null && isCurrency(text) ? text : null);
