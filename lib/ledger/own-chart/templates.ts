/**
 * Charts to begin with. Enterprises: 企业会计准则应用指南 (accounts 1002…6711). Public schools and hospitals: 政府会计制度 (2019), whose vouchers have a
 * financial and a budget side (8001 资金结存 against 6101 事业预算收入 on receipt). An institution changes what its own rules say otherwise.
 */
import type { AccountKind } from '../chart';
import type { ChartContent, OwnPair } from './content';

export const CHART_TEMPLATES = ['company', 'property', 'public-school', 'hospital'] as const;
export type ChartTemplate = (typeof CHART_TEMPLATES)[number];

type Row = readonly [code: string, zh: string, en: string, kind: AccountKind];
const accounts = (rows: readonly Row[]) => rows.map(([code, zh, en, kind]) => ({ code, zh, en, kind }));
const mappings = (pairs: Readonly<Record<string, string>>) => Object.entries(pairs).map(([slot, account]) => ({ slot, account }));

const ENTERPRISE: readonly Row[] = [
  ['1002', '银行存款', 'Bank deposits', 'asset'], ['1012', '其他货币资金', 'Other monetary funds', 'asset'], ['1122', '应收账款', 'Accounts receivable', 'asset'],
  ['1901', '待处理财产损溢', 'Differences to be cleared', 'asset'], ['2203', '预收账款', 'Advances received', 'liability'], ['2241', '其他应付款', 'Other payables', 'liability'],
  ['2241.01', '其他应付款—待查款项', 'Other payables: held money', 'liability'], ['2241.02', '其他应付款—应付退款', 'Other payables: refunds', 'liability'],
  ['6001', '主营业务收入', 'Main operating income', 'income'], ['6051', '其他业务收入', 'Other operating income', 'income'], ['6603', '财务费用', 'Financial expenses', 'expense'],
  ['6711', '营业外支出', 'Non-operating expenses', 'expense'],
];
const ENTERPRISE_SLOTS = {
  '1002': '1002', '1012': '1012', '1122': '1122', '1901': '1901', '2203': '2203', '2241': '2241', '2241.suspense': '2241.01', '2241.refund': '2241.02', '6001': '6001', '6051': '6051',
  '6603': '6603', '6711': '6711',
};

const PUBLIC_SLOTS = {
  '1002': '1002', '1012': '1021', '1122': '1212', '1901': '1902', '2203': '2305', '2241': '2307', '2241.suspense': '2307.01', '2241.refund': '2307.02', '6001': '4101', '6051': '4609',
  '6603': '5001', '6711': '5901',
};
const publicBody = (incomeZh: string, incomeEn: string, receivableZh: string, receivableEn: string): readonly Row[] => [
  ['1002', '银行存款', 'Bank deposits', 'asset'], ['1021', '其他货币资金', 'Other monetary funds', 'asset'], ['1212', receivableZh, receivableEn, 'asset'],
  ['1902', '待处理财产损溢', 'Differences to be cleared', 'asset'], ['2305', '预收账款', 'Advances received', 'liability'], ['2307', '其他应付款', 'Other payables', 'liability'],
  ['2307.01', '其他应付款—待查款项', 'Other payables: held money', 'liability'], ['2307.02', '其他应付款—应付退款', 'Other payables: refunds', 'liability'],
  ['4101', incomeZh, incomeEn, 'income'], ['4609', '其他收入', 'Other income', 'income'], ['5001', '业务活动费用', 'Operating activity expenses', 'expense'],
  ['5901', '其他费用', 'Other expenses', 'expense'], ['6101', '事业预算收入', 'Budget income from operations', 'income'], ['7201', '事业支出', 'Budget spending on operations', 'expense'],
  ['8001', '资金结存', 'Budget cash balance', 'asset'],
];
/** Cash in is budget income, cash out to a payer takes it back, a fee is budget spending. */
const BUDGET: readonly OwnPair[] = [
  { events: ['payment-succeeded'], on: '1012', side: 'debit', debit: '8001', credit: '6101', taxBps: null },
  { events: ['suspense-credited'], on: '2241.suspense', side: 'debit', debit: '8001', credit: '6101', taxBps: null },
  { events: ['refund-succeeded', 'refund-returned'], on: '1012', side: 'credit', debit: '6101', credit: '8001', taxBps: null },
  { events: ['refund-transferred'], on: '1002', side: 'credit', debit: '6101', credit: '8001', taxBps: null },
  { events: ['statement-settled'], on: '6603', side: 'debit', debit: '7201', credit: '8001', taxBps: null },
];

const TEMPLATES: Readonly<Record<ChartTemplate, Omit<ChartContent, 'template'>>> = {
  company: { accounts: accounts(ENTERPRISE), mappings: mappings(ENTERPRISE_SLOTS), pairs: [] },
  // General taxpayers: 6 % within the price, taken out of income when the bill is issued and put back when it is cancelled or credited.
  property: {
    accounts: accounts([...ENTERPRISE, ['2221.01', '应交税费—应交增值税（销项税额）', 'Taxes payable: output VAT', 'liability']]), mappings: mappings(ENTERPRISE_SLOTS),
    pairs: [{ events: ['bill-issued', 'bill-cancelled', 'bill-credited'], on: '6001', side: 'credit', debit: '6001', credit: '2221.01', taxBps: 600 }],
  },
  'public-school': { accounts: accounts(publicBody('事业收入', 'Income from operations', '应收账款', 'Accounts receivable')), mappings: mappings(PUBLIC_SLOTS), pairs: [...BUDGET] },
  hospital: {
    accounts: accounts(publicBody('事业收入—医疗收入', 'Income from operations: medical', '应收账款—应收医疗款', 'Accounts receivable: medical')), mappings: mappings(PUBLIC_SLOTS), pairs: [...BUDGET],
  },
};

export const chartFrom = (template: ChartTemplate): ChartContent => ({ template, ...structuredClone(TEMPLATES[template]) as Omit<ChartContent, 'template'> });
