/** The other industries' plans to begin with, written as data. */
import { businessDate } from '@/lib/kernel/time';
import { weightsFrom, type Cycle, type Discount, type FeeItem, type FeePlanDocument, type Pricing } from './model';

type Names = readonly [zh: string, en: string];
const named = ([zh, en]: Names) => ({ zh, en });
const fixed = (amountMinor: string): Pricing => ({ kind: 'fixed', amountMinor });
const metered = (unit: Names, unitPriceMilliMinor: string): Pricing => ({ kind: 'per-unit', quantity: { from: 'reading' }, unit: named(unit), unitPriceMilliMinor });
const counted = (attribute: string, unit: Names, unitPriceMilliMinor: string): Pricing =>
  ({ kind: 'per-unit', quantity: { from: 'attribute', attribute }, unit: named(unit), unitPriceMilliMinor });
const choice = (attribute: string, amounts: readonly (readonly [string, string])[], otherwiseMinor: string | null): Pricing =>
  ({ kind: 'by-attribute', attribute, amounts: amounts.map(([equals, amountMinor]) => ({ equals, amountMinor })), otherwiseMinor });
const item = (code: string, name: Names, accountCode: string, pricing: Pricing, more: Partial<FeeItem> = {}): FeeItem =>
  ({ code, name: named(name), accountCode, pricing, condition: null, ...more });
const percent = (code: string, name: Names, bps: number, attribute: string, itemCodes: string[], exclusive?: string): Discount =>
  ({ code, name: named(name), kind: 'percent', bps, condition: { attribute, equals: 'yes' }, itemCodes, ...(exclusive && { exclusive }) });

const CYCLE: Cycle = {
  kind: 'monthly', issueDay: 1, issueMonth: 1, terms: [], onceOn: null, onHoliday: 'next-working-day', dueAfter: { days: 15, business: false },
};
const plan = (items: FeeItem[], cycle: Partial<Cycle>, more: Partial<FeePlanDocument> = {}): FeePlanDocument => ({
  items, discounts: [], groupCodes: [], cycle: { ...CYCLE, ...cycle },
  methods: { allowed: ['wechat', 'alipay', 'unionpay', 'bank', 'wallet'], partial: { allowed: false, minMinor: '0' } },
  routing: { weights: weightsFrom({ wechat: 30, alipay: 30 }), minChannels: 3 },
  ...more,
});

const TERMS: Cycle['terms'] = [
  { code: 'autumn', name: { zh: '秋季学期', en: 'Autumn term' }, monthDay: '09-01' },
  { code: 'spring', name: { zh: '春季学期', en: 'Spring term' }, monthDay: '02-20' },
];

export const school = plan(
  [
    item('tuition', ['学费', 'Tuition'], '6001.11', choice('grade', [['junior', '450000'], ['senior', '580000']], '450000')),
    item('books', ['书本费', 'Books'], '6001.12', fixed('32000')),
    item('boarding', ['住宿费', 'Boarding'], '6001.13', fixed('120000'), { condition: { attribute: 'boarding', equals: 'yes' }, prorated: true }),
  ],
  { kind: 'term', terms: TERMS, dueAfter: { days: 20, business: false } },
  {
    // A scholar does not also get the sibling discount.
    discounts: [percent('scholarship', ['奖学金减免', 'Scholarship'], 5_000, 'scholarship', ['tuition'], 'tuition-help'), percent('sibling', ['二孩优惠', 'Sibling discount'], 1_000, 'sibling', ['tuition'], 'tuition-help')],
    methods: { allowed: ['wechat', 'alipay', 'unionpay', 'bank', 'wallet'], partial: { allowed: true, minMinor: '100000' } },
  },
);
export const dormitory = plan(
  [
    item('bed', ['床位费', 'Bed'], '6001.21', choice('room', [['four', '120000'], ['six', '80000']], '120000'), { prorated: true }),
    item('network', ['网络费', 'Network'], '6001.22', fixed('24000')),
  ],
  { kind: 'yearly', issueMonth: 9, dueAfter: { days: 30, business: false } },
);
export const property = plan(
  [
    item('service', ['物业费', 'Property service'], '6051.11', counted('areaM2', ['㎡', 'm²'], '280000'), { minMinor: '5000', taxBps: 600 }),
    item('water', ['水费', 'Water'], '6051.12', metered(['吨', 'm³'], '400000')),
    item('parking', ['停车费', 'Parking'], '6051.13', fixed('30000'), { condition: { attribute: 'parking', equals: 'yes' } }),
  ],
  { issueDay: 5 },
  { lateFee: { dailyBps: 5, graceDays: 7, capBps: 3_000, accountCode: '6051.19' }, rounding: { unitMinor: '10', mode: 'down' } },
);
export const clinic = plan(
  [
    item('checkup', ['体检套餐', 'Check-up'], '6001.31', choice('package', [['basic', '39900'], ['full', '99900']], '39900')),
    item('vaccine', ['疫苗', 'Vaccine'], '6001.32', counted('doses', ['针', 'dose'], '31900000'), { condition: { attribute: 'vaccine', equals: 'yes' } }),
  ],
  { kind: 'once', onceOn: businessDate('2027-12-31'), onHoliday: 'same-day', dueAfter: { days: 7, business: false } },
);
export const exam = plan(
  [
    item('registration', ['报名费', 'Registration'], '6001.41', fixed('2000')),
    item('subjects', ['考试费', 'Examination'], '6001.42', counted('subjects', ['科', 'subject'], '6500000'), { maxMinor: '30000' }),
  ],
  { kind: 'once', onceOn: businessDate('2027-12-31'), onHoliday: 'same-day', dueAfter: { days: 5, business: true } },
);
export const association = plan(
  [item('dues', ['会费', 'Membership dues'], '6001.51', choice('level', [['member', '200000'], ['council', '1000000']], '200000'), { prorated: true })],
  { kind: 'yearly', issueMonth: 1, issueDay: 10, dueAfter: { days: 60, business: false } },
);
