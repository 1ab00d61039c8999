/** Payers to play with, for each industry: invented people with what its template prices by. Pure. */
import type { TemplateCode } from '@/lib/bill-items/model';
import type { TableSource } from '@/lib/payers';

const NAMES = ['林一诺', '陈子墨', '赵欣然', '周宇轩', '吴思琪', '郑浩宇', '王梓萱', '冯天佑', '褚雨桐', '卫明哲', '蒋若溪', '沈嘉树'];

/** Attribute → its values in turn. */
const ATTRIBUTES: Readonly<Record<TemplateCode, Readonly<Record<string, readonly string[]>>>> = {
  'kindergarten-monthly': { mealDays: ['22', '20', '18'], bus: ['yes', 'no'], sibling: ['no', 'no', 'yes'] },
  'school-term': { grade: ['junior', 'senior'], boarding: ['yes', 'no', 'no'], scholarship: ['no', 'no', 'no', 'yes'] },
  'dormitory-yearly': { room: ['four', 'six'] },
  'property-monthly': { areaM2: ['89.5', '120', '15'], parking: ['yes', 'no'] },
  'park-quarterly': { areaM2: ['86.5', '240', '40'], parking: ['one', 'none', 'three'], founding: ['yes', 'no'] },
  'clinic-once': { package: ['basic', 'full'], vaccine: ['yes', 'no'], doses: ['2', '1'] },
  'exam-once': { subjects: ['2', '4', '6'] },
  'association-yearly': { level: ['member', 'council'] },
};
const GROUPS: Readonly<Record<TemplateCode, readonly string[]>> = {
  'kindergarten-monthly': ['小一班', '中一班'], 'school-term': ['七年级一班', '高一二班'], 'dormitory-yearly': ['1号楼', '2号楼'], 'property-monthly': ['1栋', '2栋'],
  'park-quarterly': ['A座', 'B座'], 'clinic-once': ['体检'], 'exam-once': ['考生'], 'association-yearly': ['会员'],
};
/** Meters of the industries that have them: item and what was used, in turn. */
const METERS: Partial<Readonly<Record<TemplateCode, Readonly<Record<string, readonly number[]>>>>> = {
  'property-monthly': { water: [12, 7, 20] }, 'park-quarterly': { water: [31, 18, 60], electricity: [2215, 640, 5830] },
};

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
const numberOf = (index: number): string => `DEMO${String(index + 1).padStart(2, '0')}`;

const table = (rows: readonly (readonly string[])[], name: string): TableSource => ({
  encoding: 'utf-8', sha256: `demo-${name}`, records: () => rows.map((cells, index) => ({ lineNo: index + 1, cells })),
});

export function demoPayers(template: TemplateCode): TableSource {
  const attributes = Object.entries(ATTRIBUTES[template]);
  const rows = NAMES.map((name, i) => [
    numberOf(i), name, `139000010${String(i).padStart(2, '0')}`, pick(GROUPS[template], i), ...attributes.map(([, values]) => pick(values, i)),
  ]);
  return table([['number', 'name', 'phone', 'group', ...attributes.map(([key]) => key)], ...rows], template);
}

/** Null where the industry has no meters. */
export function demoReadings(template: TemplateCode, period: string): TableSource | null {
  const meters = METERS[template];
  if (!meters) return null;
  const rows = NAMES.flatMap((_, i) => Object.entries(meters).map(([item, used]) => [numberOf(i), item, period, '100', String(100 + pick(used, i))]));
  return table([['payer', 'item', 'period', 'previous', 'current'], ...rows], `${template}-readings`);
}
