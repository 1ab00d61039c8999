/**
 * The chart of accounts of an institution, after the Chinese enterprise chart (企业会计科目). A code may carry a branch behind a point:
 * `1012.wechat`. Rows are made when something is first posted to them, so a new channel or bill item needs no set-up.
 */
export const ACCOUNT_KINDS = ['asset', 'liability', 'equity', 'income', 'expense'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export interface AccountName {
  readonly zh: string;
  readonly en: string;
}
export interface AccountTemplate extends AccountName {
  readonly kind: AccountKind;
}

/** Top-level codes. Anything a fee plan names outside this list is booked as income, under the plan's own label. */
export const CHART: Readonly<Record<string, AccountTemplate>> = {
  '1002': { zh: '银行存款', en: 'Bank deposits', kind: 'asset' },
  '1012': { zh: '其他货币资金—渠道清算', en: 'Channel clearing', kind: 'asset' },
  '1122': { zh: '应收账款', en: 'Receivables', kind: 'asset' },
  '1901': { zh: '待处理财产损溢', en: 'Reconciliation differences', kind: 'asset' },
  '2203': { zh: '预收账款', en: 'Advances from payers', kind: 'liability' },
  '2241': { zh: '其他应付款', en: 'Other payables', kind: 'liability' },
  '2241.suspense': { zh: '其他应付款—待查款项', en: 'Suspense: money to be looked into', kind: 'liability' },
  '2241.refund': { zh: '其他应付款—应付退款', en: 'Refunds payable', kind: 'liability' },
  '6001': { zh: '主营业务收入', en: 'Income', kind: 'income' },
  '6001.refund': { zh: '主营业务收入—退款冲减', en: 'Refunds (against income)', kind: 'income' },
  '6051': { zh: '其他业务收入', en: 'Other income', kind: 'income' },
  '6603': { zh: '财务费用—手续费', en: 'Channel fees', kind: 'expense' },
  '6711': { zh: '营业外支出', en: 'Losses written off', kind: 'expense' },
};

const BRANCHES: Readonly<Record<string, AccountName>> = {
  wechat: { zh: '微信支付', en: 'WeChat Pay' },
  alipay: { zh: '支付宝', en: 'Alipay' },
  unionpay: { zh: '银联', en: 'UnionPay' },
  ccb: { zh: '建设银行', en: 'China Construction Bank' },
  transfer: { zh: '转账付款', en: 'Transfers out' },
  qra: { zh: '云闪付扫码', en: 'UnionPay QR' },
  boc: { zh: '中国银行', en: 'Bank of China' },
  spdb: { zh: '浦发银行', en: 'SPD Bank' },
  psbc: { zh: '邮储银行', en: 'Postal Savings Bank' },
  wallet: { zh: '八方钱包', en: 'Bafang Wallet' },
};

export const ACCOUNTS = {
  receivable: '1122',
  suspense: '2241.suspense',
  refundsPayable: '2241.refund',
  refundContra: '6001.refund',
  fees: '6603',
  difference: '1901',
  writtenOff: '6711',
  income: '6001',
  clearing: (channel: string): string => `1012.${channel}`,
  bank: (channel: string): string => `1002.${channel}`,
} as const;

const CODE_SHAPE = /^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$/;
export const isAccountCode = (code: string): boolean => CODE_SHAPE.test(code);

/** What an account is called and what it is: its own line of the chart, or its parent's name with the branch behind it. */
export function describeAccount(code: string, label?: AccountName): AccountTemplate {
  const own = CHART[code];
  if (own) return own;
  const dot = code.indexOf('.');
  const parent = CHART[dot < 0 ? code : code.slice(0, dot)];
  const branch = dot < 0 ? undefined : (BRANCHES[code.slice(dot + 1)] ?? label ?? { zh: code.slice(dot + 1), en: code.slice(dot + 1) });
  if (parent && branch) return { zh: `${parent.zh}—${branch.zh}`, en: `${parent.en}: ${branch.en}`, kind: parent.kind };
  return { zh: label?.zh ?? code, en: label?.en ?? code, kind: 'income' };
}
