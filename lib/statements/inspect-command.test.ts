/** The command prints one JSON line with the promised names, minor units as text, and says by its exit code what happened. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runInspect } from './inspect-command';

const folder = mkdtempSync(join(tmpdir(), 'bafang-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(name: string, content: string): Promise<{ code: number; lines: string[] }> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const lines: string[] = [];
  return { code: await runInspect(['inspect', file, '--json'], [], (line) => lines.push(line)), lines };
}

test('a statement: exit 0 and every promised name', async () => {
  const { code, lines } = await run(
    'a.xls',
    '交易日期,摘要,收入,支出,余额\n2026-11-20,学费,1280.00,,1280.00\n2026-11-21,退款,,80.00,1200.00\n',
  );
  expect([code, lines.length]).toEqual([0, 1]);
  expect(JSON.parse(lines[0]!)).toEqual({
    format: 'table-csv',
    encoding: 'utf-8',
    rows: 2,
    rejected: 0,
    credit: { count: 1, amountMinor: '128000' },
    debit: { count: 1, amountMinor: '8000' },
    neutral: { count: 0, amountMinor: '0' },
    currency: 'CNY',
    period: { from: '2026-11-20', to: '2026-11-21' },
    openingBalanceMinor: '0',
    closingBalanceMinor: '120000',
    stated: null,
    account: null,
    warnings: [],
  });
});

test('no statement: exit 1 with cause and next step; no file: exit 2', async () => {
  const { code, lines } = await run('b.csv', 'hello\n');
  expect(code).toBe(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ error: { code: 'statements.unknown-format', next: 'statements.next-map-columns' } });
  expect(await runInspect(['inspect', join(folder, 'none'), '--json'], [], () => undefined)).toBe(2);
  expect(await runInspect(['inspect'], [], () => undefined)).toBe(2);
});
