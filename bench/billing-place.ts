/** The institution of the billing bench and the file of payers it imports. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type pg from 'pg';

export const BENCH_INSTITUTION = 'ins_0000000000000000000000BILL';
const SURNAMES = Array.from('王李张刘陈杨黄赵周吴徐孙马朱胡');
const GIVEN = Array.from('伟芳娜敏静强磊洋艳勇军杰娟涛明');

export async function makeInstitution(admin: pg.Client): Promise<void> {
  await admin.query(
    `INSERT INTO institution (id, slug, name_zh, name_en, kind, time_zone, day_cut_off, currency, environment, status, created_at)
    VALUES ($1, 'bench', '测速', 'Bench', 'kindergarten', 'Asia/Shanghai', '24:00', 'CNY', 'sandbox', 'active', now())`,
    [BENCH_INSTITUTION],
  );
}

/** Payers as a school's office keeps them: number, name, phone, class and three attributes. */
export async function writePayers(path: string, rows: number): Promise<number> {
  const out = createWriteStream(path);
  let bytes = 0;
  let text = '编号,姓名,手机,班级,mealDays,bus,sibling\n';
  for (let i = 1; i <= rows; i++) {
    const name = `${SURNAMES[i % 15]!}${GIVEN[(i * 7) % 15]!}${GIVEN[(i * 11) % 15]!}`;
    const phone = 13_000_000_000 + ((i * 7_919) % 999_999_999);
    text += `S${String(i).padStart(7, '0')},${name},${phone},${(i % 60) + 1}班,${15 + (i % 8)},${i % 3 === 0 ? 'yes' : 'no'},${i % 5 === 0 ? 'yes' : 'no'}\n`;
    if (text.length > 1 << 16 || i === rows) {
      bytes += Buffer.byteLength(text);
      if (!out.write(text)) await once(out, 'drain');
      text = '';
    }
  }
  out.end();
  await once(out, 'finish');
  return bytes;
}
