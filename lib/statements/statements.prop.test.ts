/** What was printed is read back: any rows in any house style give the same counts, sums and balances. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '@/lib/kernel/result';
import { readAmount, readMinor } from './amounts';
import { isNormal, readDate } from './dates';
import { allReaders } from './readers';
import { inspect } from './recognise';

const readers = allReaders([]);
const amount = fc.bigInt({ min: 1n, max: 999_999_999_999n });

function print(minor: bigint, style: 'point' | 'comma', grouped: boolean): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  const whole = digits.slice(0, -2);
  const [group, mark] = style === 'point' ? [',', '.'] : ['.', ','];
  const shown = grouped ? whole.replace(/\B(?=(?:\d{3})+$)/g, group) : whole;
  return `${minor < 0n ? '-' : ''}${shown}${mark}${digits.slice(-2)}`;
}

test('every printed amount is read back exactly, and `readMinor` agrees with the general way', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.constantFrom('point' as const, 'comma' as const),
      fc.boolean(),
      (minor, style, grouped) => {
        expect(readAmount(print(minor, style, grouped), style, 2)).toBe(minor);
        if (style === 'point') expect(readMinor(print(minor, style, grouped))).toBe(minor);
      },
    ),
  );
});

test('a date is read as itself in every way of writing it, and a day that does not exist is none', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1971-01-01T00:00:00Z'), max: new Date('2190-01-01T00:00:00Z'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [y, m, d] = iso.split('-') as [string, string, string];
      const shapes = [iso, `${y}${m}${d}`, `${y}/${m}/${d}`, `${y}年${m}月${d}日`, `${d}/${m}/${y}`, `${d}.${m}.${y}`];
      expect(shapes.map((shape) => readDate(shape, 'dmy'))).toEqual(shapes.map(() => iso));
      expect(readDate(`${m}/${d}/${y}`, 'mdy')).toBe(iso);
      expect(isNormal(`${iso} 23:59:59`)).toBe(true);
    }),
  );
  expect(['2026-02-29 00:00:00', '2026-13-01 00:00:00', '2026-04-31 10:00:00'].map((text) => readDate(text))).toEqual([null, null, null]);
});

const entry = fc.record({ minor: amount, credit: fc.boolean(), memo: fc.constantFrom('学费', 'a, b', 'say "hi"', '餐费;x', 'tab\there') });
const house = fc.record({
  style: fc.constantFrom('point' as const, 'comma' as const),
  grouped: fc.boolean(),
  columns: fc.constantFrom('two', 'one', 'word'),
  eol: fc.constantFrom('\n', '\r\n'),
});

test('a table printed in any house style ties: counts, sums, opening and closing balance', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { minLength: 3, maxLength: 30 }),
      house,
      amount,
      async (entries, { style, grouped, columns, eol }, opening) => {
        const delimiter = style === 'comma' ? ';' : ',';
        const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
        let balance = opening;
        const lines = entries.map(({ minor, credit, memo }, i) => {
          balance += credit ? minor : -minor;
          const shown = (value: bigint) => print(value, style, grouped);
          const money =
            columns === 'two'
              ? [credit ? shown(minor) : '', credit ? '' : shown(minor)]
              : columns === 'one'
                ? [shown(credit ? minor : -minor)]
                : [shown(minor), credit ? '收入' : '支出'];
          return [`2026-11-${String((i % 28) + 1).padStart(2, '0')}`, memo, ...money, shown(balance)].map(quote).join(delimiter);
        });
        const captions = { two: ['收入', '支出'], one: ['交易金额'], word: ['交易金额', '收/支'] }[columns]!;
        const text = [['交易日期', '摘要', ...captions, '余额'].join(delimiter), ...lines].join(eol);
        const { summary, rows } = must(await inspect(Buffer.from(text), 'x', readers));
        const sum = (credit: boolean) => entries.filter((e) => e.credit === credit).reduce((all, e) => all + e.minor, 0n);
        expect([summary.rows, summary.rejected, summary.credit.amountMinor, summary.debit.amountMinor]).toEqual([
          entries.length,
          0,
          sum(true),
          sum(false),
        ]);
        expect([summary.openingBalanceMinor, summary.closingBalanceMinor]).toEqual([opening, balance]);
        expect([...rows].map((row) => row.amountMinor)).toEqual(entries.map((e) => e.minor));
      },
    ),
    { numRuns: 60 },
  );
});

test('random bytes and mutated files never throw', async () => {
  const seeds = [
    ':20:A\n:25:1\n:60F:C260101EUR1,00\n:61:260101C1,00NTRFX\n:62F:C260101EUR2,00\n',
    '日期,摘要,金额\n2026-01-01,x,1.00\n',
    '<OFX><STMTRS><STMTTRN><TRNAMT>1</STMTTRN></STMTRS></OFX>',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 8 }), async (seed, changes) => {
      const bytes = Buffer.from(seed);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const result = await inspect(bytes, 'x', readers);
      if (result.ok) expect([...result.value.rows].length).toBe(result.value.summary.rows);
      else expect(result.error.code).toMatch(/^statements\./);
    }),
    { numRuns: 300 },
  );
});
