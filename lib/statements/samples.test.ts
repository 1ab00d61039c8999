/**
 * Every sample file of real institutions beside the repository reads as expected: counts, sums per side, balances and the warnings its own
 * inconsistencies deserve. The expectations were checked against the samples' manifest; where they differ from it on purpose:
 * card statements (CGB, Viseca) count purchases as money out, 1C documents whose payer is us are money out, ISO numbers become codes.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { statementReader as alipay } from '@/lib/channels/adapters/alipay/statement';
import { statementReader as ccb } from '@/lib/channels/adapters/ccb/statement';
import { statementReader as unionpay } from '@/lib/channels/adapters/unionpay/statement';
import { statementReader as wechat } from '@/lib/channels/adapters/wechat/statement';
import { allReaders } from './readers';
import { inspect } from './recognise';
import type { StatementSummary } from './port';

const FOLDER = join(import.meta.dirname, '../../../shared/samples');
const HERE = existsSync(join(FOLDER, 'MANIFEST.tsv'));
const [, ...EXPECTED] = readFileSync(join(import.meta.dirname, 'samples.expected.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));
const readers = allReaders([wechat, alipay, unionpay, ccb]);

const side = (one: { count: number; amountMinor: bigint } | undefined) => `${one?.count ?? 0}/${one?.amountMinor ?? 0n}`;

function asLine(file: string, summary: StatementSummary): string[] {
  const warnings = [...new Set(summary.warnings.map((w) => w.code.replace('statements.warn-', '')))].sort().join(',');
  return [
    file,
    summary.format,
    summary.encoding,
    String(summary.rows),
    side(summary.credit),
    side(summary.debit),
    side(summary.neutral),
    summary.currency ?? summary.statedCurrency ?? '',
    summary.openingBalanceMinor?.toString() ?? '',
    summary.closingBalanceMinor?.toString() ?? '',
    warnings,
  ];
}

describe.skipIf(!HERE)('samples of real institutions (skipped where ../shared/samples is absent)', () => {
  test.each(EXPECTED)('%s is read as %s', async (...expected) => {
    const file = expected[0]!;
    const result = await inspect(readFileSync(join(FOLDER, file)), file, readers);
    if (!result.ok) {
      expect(`refused:${result.error.code}`).toBe(expected[1]);
      return;
    }
    expect(asLine(file, result.value.summary)).toEqual(expected);
    const rows = [...result.value.rows];
    expect(rows.length).toBe(result.value.summary.rows);
    expect(rows.every((row) => row.amountMinor >= 0n)).toBe(true);
    expect(result.value.summary.rejected).toBe(0);
  });

  test('no sample is left out', () => {
    const known = new Set(EXPECTED.map((line) => line[0]));
    expect(readdirSync(FOLDER).filter((file) => !/^(?:README\.md|MANIFEST\.tsv)$/.test(file) && !known.has(file))).toEqual([]);
  });
});
