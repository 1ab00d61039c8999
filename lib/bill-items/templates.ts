/** Plans to begin with. A template is an ordinary document: everything in it can be changed afterwards. */
import { weightsFrom, type FeePlanDocument, type TemplateCode } from './model';
import { association, clinic, dormitory, exam, property, school } from './more-templates';

export interface Template {
  readonly name: { readonly zh: string; readonly en: string };
  readonly plan: FeePlanDocument;
}

const evenly = { weights: weightsFrom({ wechat: 30, alipay: 30 }), minChannels: 3 };

const kindergarten: FeePlanDocument = {
  items: [
    {
      code: 'care',
      name: { zh: '保育费', en: 'Care' },
      condition: null,
      accountCode: '6001.01',
      pricing: { kind: 'fixed', amountMinor: '80000' },
    },
    {
      code: 'meals',
      name: { zh: '伙食费', en: 'Meals' },
      condition: null,
      accountCode: '6001.02',
      pricing: {
        kind: 'per-unit',
        quantity: { from: 'attribute', attribute: 'mealDays' },
        unit: { zh: '天', en: 'day' },
        unitPriceMilliMinor: '1500000',
      },
    },
    {
      code: 'bus',
      name: { zh: '校车费', en: 'School bus' },
      condition: { attribute: 'bus', equals: 'yes' },
      accountCode: '6001.03',
      pricing: { kind: 'fixed', amountMinor: '15000' },
    },
  ],
  discounts: [
    {
      code: 'sibling',
      name: { zh: '二孩优惠', en: 'Sibling discount' },
      kind: 'percent',
      bps: 2_000,
      condition: { attribute: 'sibling', equals: 'yes' },
      itemCodes: ['care'],
    },
  ],
  groupCodes: [],
  cycle: {
    kind: 'monthly',
    issueDay: 1,
    issueMonth: 1,
    terms: [],
    onceOn: null,
    onHoliday: 'next-working-day',
    dueAfter: { days: 10, business: true },
  },
  methods: { allowed: ['wechat', 'alipay', 'unionpay', 'bank', 'wallet'], partial: { allowed: true, minMinor: '10000' } },
  routing: evenly,
};

const park: FeePlanDocument = {
  items: [
    {
      code: 'rent',
      name: { zh: '租金', en: 'Rent' },
      condition: null,
      accountCode: '6051.01',
      taxBps: 900,
      pricing: {
        kind: 'per-unit',
        quantity: { from: 'attribute', attribute: 'areaM2' },
        unit: { zh: '㎡', en: 'm²' },
        unitPriceMilliMinor: '13500000',
      },
    },
    {
      code: 'water',
      name: { zh: '水费', en: 'Water' },
      condition: null,
      accountCode: '6051.02',
      pricing: { kind: 'per-unit', quantity: { from: 'reading' }, unit: { zh: '吨', en: 'm³' }, unitPriceMilliMinor: '595000' },
    },
    {
      code: 'electricity',
      name: { zh: '电费', en: 'Electricity' },
      condition: null,
      accountCode: '6051.03',
      taxBps: 1_300,
      pricing: {
        kind: 'tiered',
        quantity: { from: 'reading' },
        unit: { zh: '度', en: 'kWh' },
        tiers: [
          { upToMilli: '2000000', unitPriceMilliMinor: '61730' },
          { upToMilli: '5000000', unitPriceMilliMinor: '66730' },
          { upToMilli: null, unitPriceMilliMinor: '91730' },
        ],
      },
    },
    {
      code: 'parking',
      name: { zh: '停车费', en: 'Parking' },
      condition: null,
      accountCode: '6051.04',
      pricing: {
        kind: 'by-attribute',
        attribute: 'parking',
        amounts: [
          { equals: 'none', amountMinor: '0' },
          { equals: 'one', amountMinor: '90000' },
          { equals: 'three', amountMinor: '240000' },
        ],
        otherwiseMinor: '0',
      },
    },
  ],
  discounts: [
    {
      code: 'pioneer',
      name: { zh: '首批入驻优惠', en: 'Founding tenant discount' },
      kind: 'percent',
      bps: 500,
      condition: { attribute: 'founding', equals: 'yes' },
      itemCodes: ['rent'],
    },
  ],
  groupCodes: [],
  cycle: {
    kind: 'quarterly',
    issueDay: 5,
    issueMonth: 1,
    terms: [],
    onceOn: null,
    onHoliday: 'next-working-day',
    dueAfter: { days: 15, business: false },
  },
  methods: { allowed: ['wechat', 'alipay', 'unionpay', 'bank', 'wallet'], partial: { allowed: false, minMinor: '0' } },
  routing: { weights: weightsFrom({ wechat: 15, alipay: 15, unionpay: 30, ccb: 40 }), minChannels: 3 },
};

export const templates: Readonly<Record<TemplateCode, Template>> = {
  'kindergarten-monthly': { name: { zh: '每月保教费', en: 'Monthly fees' }, plan: kindergarten },
  'school-term': { name: { zh: '学期学费', en: 'Term fees' }, plan: school },
  'dormitory-yearly': { name: { zh: '学年住宿费', en: 'Yearly dormitory fees' }, plan: dormitory },
  'property-monthly': { name: { zh: '每月物业费', en: 'Monthly property fees' }, plan: property },
  'clinic-once': { name: { zh: '体检与疫苗', en: 'Check-up and vaccine' }, plan: clinic },
  'exam-once': { name: { zh: '考试报名费', en: 'Examination fees' }, plan: exam },
  'association-yearly': { name: { zh: '年度会费', en: 'Yearly dues' }, plan: association },
  'park-quarterly': { name: { zh: '季度租金与能耗', en: 'Quarterly rent and utilities' }, plan: park },
};
