/** A payers file into checked rows. Pure: the dry run and the real run decide with the same function. */
import { err, ok, type Result } from '@/lib/kernel/result';
import type { PayerFailure } from './errors';
import { BAD_ROWS_SHOWN, type BadRow, type PayerRowCause } from './model';
import { columnOf, type Table } from './read-table';

export interface ImportedPayer {
  readonly number: string;
  readonly name: string;
  readonly phone: string | null;
  readonly group: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface CheckedPayers {
  readonly good: readonly ImportedPayer[];
  readonly bad: readonly BadRow<PayerRowCause>[];
  readonly badCount: number;
  readonly attributes: readonly string[];
}

const COLUMNS = {
  number: ['number', 'payer number', 'student number', 'no', '编号', '缴费号', '学号', '户号'],
  name: ['name', '姓名', '名称', '户名'],
  phone: ['phone', 'mobile', '手机', '手机号', '电话'],
  group: ['group', 'class', 'building', '分组', '班级', '楼栋', '部门'],
} as const;
/** Columns by which Chinese spreadsheets name common attributes; any other column with a plain Latin name is an attribute as it stands. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  校车: 'bus', 二孩: 'sibling', 就餐天数: 'mealDays', 面积: 'areaM2', 车位: 'parking', 首批入驻: 'founding',
};

export function checkPayers(table: Table): Result<CheckedPayers, PayerFailure> {
  const at = {
    number: columnOf(table.header, COLUMNS.number), name: columnOf(table.header, COLUMNS.name),
    phone: columnOf(table.header, COLUMNS.phone), group: columnOf(table.header, COLUMNS.group),
  };
  if (at.number < 0 || at.name < 0) return err('payers.columns-missing', { columns: table.header.slice(0, 12).join(', ') });
  const taken = new Set(Object.values(at));
  const attributes = table.header.flatMap((title, index) => {
    const name = ATTRIBUTE_NAMES[title] ?? title;
    return !taken.has(index) && /^[a-z][a-zA-Z0-9_]{0,31}$/.test(name) ? [{ name, index }] : [];
  });
  const good: ImportedPayer[] = [];
  const bad: BadRow<PayerRowCause>[] = [];
  let badCount = 0;
  const seen = new Set<string>();
  for (const { line, cells } of table.rows) {
    const checked = checkRow(table.header, cells, at, attributes, seen);
    if ('cause' in checked) {
      badCount++;
      if (bad.length < BAD_ROWS_SHOWN) bad.push({ line, ...checked });
    } else good.push(checked);
  }
  return ok({ good, bad, badCount, attributes: attributes.map((a) => a.name) });
}

type Wrong = { readonly column: string; readonly cause: PayerRowCause };

function checkRow(
  header: readonly string[], cells: readonly string[], at: Readonly<Record<keyof typeof COLUMNS, number>>,
  attributes: readonly { readonly name: string; readonly index: number }[], seen: Set<string>,
): ImportedPayer | Wrong {
  const read = (index: number) => (index < 0 ? '' : (cells[index] ?? '').normalize('NFKC').trim());
  const wrong = (index: number, cause: PayerRowCause): Wrong => ({ column: header[index] ?? '', cause });
  const number = read(at.number);
  const name = read(at.name);
  const phone = read(at.phone).replace(/[\s-]/g, '');
  const group = read(at.group);
  if (number === '') return wrong(at.number, 'missing-number');
  if (!/^[0-9A-Za-z][0-9A-Za-z._/-]{0,31}$/.test(number)) return wrong(at.number, 'bad-number');
  if (name === '') return wrong(at.name, 'missing-name');
  if ([...name].length > 80) return wrong(at.name, 'name-too-long');
  if (phone !== '' && !/^\+?\d{7,15}$/.test(phone)) return wrong(at.phone, 'bad-phone');
  if ([...group].length > 32) return wrong(at.group, 'bad-group');
  const values: Record<string, string> = {};
  for (const { name: key, index } of attributes) {
    const value = read(index);
    if (value.length > 120) return wrong(index, 'value-too-long');
    if (value !== '') values[key] = value;
  }
  if (seen.has(number)) return wrong(at.number, 'twice-in-file');
  seen.add(number);
  return { number, name, phone: phone === '' ? null : phone, group: group === '' ? null : group, attributes: values };
}
