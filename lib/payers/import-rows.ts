/** One row of a payers file, checked. Pure: the dry run and the real run decide with the same function. */
import { typedValue } from './attributes';
import type { AttributeType, PayerRowCause } from './model';
import { columnOf, type Wrong } from './table';

export interface ImportedPayer {
  readonly number: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly group: string | null;
  readonly family: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

const COLUMNS = {
  number: ['number', 'payer number', 'student number', 'no', '编号', '缴费号', '学号', '户号', '房号', '准考证号', '会员号', '就诊号'],
  name: ['name', '姓名', '名称', '户名', '业主', '学生姓名'],
  phone: ['phone', 'mobile', '手机', '手机号', '手机号码', '电话', '联系电话'],
  email: ['email', 'e-mail', 'mail', '邮箱', '电子邮箱', '邮件'],
  group: ['group', 'class', 'building', '分组', '班级', '楼栋', '部门', '院系', '单元'],
  family: ['family', 'family code', '家庭编号', '家庭', '监护人编号'],
} as const;
type Column = keyof typeof COLUMNS;
/** Columns by which Chinese spreadsheets name common attributes; any other column with a plain Latin name is an attribute as it stands. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  校车: 'bus', 二孩: 'sibling', 就餐天数: 'mealDays', 面积: 'areaM2', 建筑面积: 'areaM2', 车位: 'parking', 首批入驻: 'founding', 住宿: 'boarding', 房型: 'room',
  年级: 'grade', 科目数: 'subjects', 会员等级: 'level', 奖学金: 'scholarship',
};

export interface PayerColumns {
  readonly at: Readonly<Record<Column, number>>;
  readonly attributes: readonly { readonly name: string; readonly index: number; readonly type?: AttributeType | undefined }[];
}

const find = (header: readonly string[]) =>
  Object.fromEntries(Object.entries(COLUMNS).map(([key, names]) => [key, columnOf(header, names)])) as Record<Column, number>;

export const isPayerHead = (header: readonly string[]): boolean => {
  const at = find(header);
  return at.number >= 0 && at.name >= 0;
};

/** Columns go by an attribute's name or by either of its labels. */
export function payerColumns(header: readonly string[], types: readonly AttributeType[] = []): PayerColumns {
  const at = find(header);
  const taken = new Set(Object.values(at));
  const attributes = header.flatMap((title, index) => {
    const type = types.find((t) => [t.name, t.labelZh, t.labelEn].includes(title));
    const name = type?.name ?? ATTRIBUTE_NAMES[title] ?? title;
    return !taken.has(index) && /^[a-z][a-zA-Z0-9_]{0,31}$/.test(name) ? [{ name, index, type: type ?? types.find((t) => t.name === name) }] : [];
  });
  return { at, attributes };
}

/** `seen` remembers the numbers of the file. */
export function checkPayer(cells: readonly string[], { at, attributes }: PayerColumns, seen: Set<string>): ImportedPayer | Wrong<PayerRowCause> {
  const read = (index: number) => (index < 0 ? '' : (cells[index] ?? '').normalize('NFKC').trim());
  const number = read(at.number);
  const name = read(at.name);
  const phone = read(at.phone).replace(/[\s-]/g, '');
  const email = read(at.email).toLowerCase();
  const group = read(at.group);
  if (number === '') return { at: at.number, cause: 'missing-number' };
  if (!/^[0-9A-Za-z][0-9A-Za-z._/-]{0,31}$/.test(number)) return { at: at.number, cause: 'bad-number' };
  if (name === '') return { at: at.name, cause: 'missing-name' };
  if ([...name].length > 80) return { at: at.name, cause: 'name-too-long' };
  if (phone !== '' && !/^\+?\d{7,15}$/.test(phone)) return { at: at.phone, cause: 'bad-phone' };
  if (email !== '' && !/^[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]{2,}$/.test(email.slice(0, 200))) return { at: at.email, cause: 'bad-email' };
  if ([...group].length > 32) return { at: at.group, cause: 'bad-group' };
  const family = read(at.family);
  if (family.length > 32) return { at: at.family, cause: 'value-too-long' };
  const values: Record<string, string> = {};
  for (const { name: key, index, type } of attributes) {
    const value = read(index);
    if (value.length > 120) return { at: index, cause: 'value-too-long' };
    if (value === '') continue;
    const typed = type ? typedValue(type, value) : { value };
    if ('cause' in typed) return { at: index, cause: typed.cause };
    values[key] = typed.value;
  }
  if (seen.has(number)) return { at: at.number, cause: 'twice-in-file' };
  seen.add(number);
  return { number, name, phone: phone || null, email: email || null, group: group || null, family: family || null, attributes: values };
}
