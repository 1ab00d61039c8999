/** Demo payers as CSV files an administrator could have imported. Deterministic: the same names, phones and attributes at every start. */
import { seededRandom } from '@/lib/kernel/ports';

export interface DemoPayer {
  readonly number: string;
  readonly name: string;
  readonly phone: string;
  readonly group: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const CHILDREN = [
  '李小明',
  '王若曦',
  '张子轩',
  '刘雨桐',
  '陈浩然',
  '杨一诺',
  '赵梓涵',
  '黄思远',
  '周欣怡',
  '吴俊熙',
  '徐可馨',
  '孙宇航',
  '胡诗涵',
  '朱铭泽',
  '高语嫣',
  '林嘉懿',
  '何沐宸',
  '郭婉清',
  '马天佑',
  '罗依然',
  '梁景行',
  '宋知夏',
  '郑书瑶',
  '谢承允',
  '韩亦菲',
  '唐瑾瑜',
  '冯逸飞',
  '于沛然',
  '董清扬',
  '欧阳乐怡',
] as const;
const CLASSES = ['小一班', '中二班', '大一班'] as const;

const TENANTS = [
  '东方印务有限公司',
  '蓝海软件科技',
  '恒信精密制造',
  '绿源环保设备',
  '天工自动化',
  '明德生物医药',
  '华腾物流',
  '星河文化传媒',
  '晨光电子',
  '瑞丰食品',
  '启航教育咨询',
  '众安检测技术',
] as const;
const BUILDINGS = ['A座', 'B座', 'C座'] as const;

const phones = (seed: number) => {
  const random = seededRandom(seed);
  return () => `13${6 + random.below(4)}${String(random.below(100_000_000)).padStart(8, '0')}`;
};

export function demoChildren(): DemoPayer[] {
  const phone = phones(20_261_122);
  return CHILDREN.map((name, i) => ({
    number: `S2026${String(i + 1).padStart(3, '0')}`,
    name,
    phone: phone(),
    group: CLASSES[Math.floor(i / 10)]!,
    attributes: { mealDays: String(18 + (i % 5)), bus: i % 3 === 0 ? 'yes' : 'no', sibling: i % 7 === 2 ? 'yes' : 'no' },
  }));
}

export function demoTenants(): DemoPayer[] {
  const phone = phones(20_261_123);
  return TENANTS.map((name, i) => ({
    number: `P${BUILDINGS[Math.floor(i / 4)]!.slice(0, 1)}${String((i % 4) + 1).padStart(2, '0')}`,
    name,
    phone: phone(),
    group: BUILDINGS[Math.floor(i / 4)]!,
    attributes: { areaM2: `${60 + i * 17}.${(i * 25) % 100}`, parking: ['none', 'one', 'three'][i % 3]!, founding: i < 3 ? 'yes' : 'no' },
  }));
}

/** The file an administrator would import. */
export function payersCsv(payers: readonly DemoPayer[]): Uint8Array {
  const names = Object.keys(payers[0]?.attributes ?? {});
  const lines = payers.map((p) => [p.number, p.name, p.phone, p.group, ...names.map((n) => p.attributes[n] ?? '')].join(','));
  return new TextEncoder().encode([`编号,姓名,手机,班级,${names.join(',')}`, ...lines].join('\n'));
}
