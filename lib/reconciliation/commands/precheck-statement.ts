/** Looks at a statement file and says what importing it would mean. Stores nothing. */
import { toWire, money, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { authorize, type AccessFailure } from '@/lib/identity';
import { CAPABILITIES } from '@/lib/channels';
import { sha256Hex } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { StatementFailure } from '@/lib/statements';
import { dayOfRow, daysCovered } from '../days';
import type { ReconciliationFailure } from '../errors';
import { UPLOAD_BYTES_MAX, type PrecheckView } from '../model';
import { openStatement } from '../read-statement';

export interface StatementBytes {
  readonly bytes: Uint8Array;
  /** A label; it never decides the format. */
  readonly fileName: string;
}
/** A file in memory, or one on the disk of this machine, which may be larger and is only read piece by piece. */
export type StatementUpload = StatementBytes | { readonly path: string; readonly fileName: string };

const REJECTED_SHOWN = 50;
const WARNINGS_SHOWN = 100;

export async function precheckStatement(
  ctx: Ctx, input: StatementBytes,
): Promise<Result<PrecheckView, AccessFailure | ReconciliationFailure | StatementFailure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  if (input.bytes.length > UPLOAD_BYTES_MAX) return err('reconciliation.too-large', { megabytes: UPLOAD_BYTES_MAX >> 20 });
  const statement = await openStatement(input.bytes, input.fileName);
  if (!statement.ok) return statement;
  const { channel, rows } = statement.value;
  const rowsOfDay = new Map<string, number>();
  const cutOff = channel ? CAPABILITIES[channel].statement.cutOff : '24:00';
  for (const row of rows) {
    const day = dayOfRow(row, cutOff);
    if (day !== null) rowsOfDay.set(day, (rowsOfDay.get(day) ?? 0) + 1);
  }
  const { summary, rejectedRows } = statement.value.finish();
  const sha256 = sha256Hex(input.bytes);
  const known = await withTx(ctx, (tx) => tx.statement_file.count({ where: { sha256, status: { in: ['parsed', 'matched'] } } }));
  const currency: Currency = summary.currency ?? 'CNY';
  const side = (one: { count: number; amountMinor: bigint }) => ({ count: one.count, amount: toWire(money(one.amountMinor, currency)) });
  return ok({
    sha256, fileName: input.fileName.slice(0, 200), bytes: input.bytes.length, format: summary.format, encoding: summary.encoding, channel, rows: summary.rows,
    rejected: summary.rejected, credit: side(summary.credit), debit: side(summary.debit), period: summary.period, days: daysCovered(rowsOfDay),
    warnings: summary.warnings.slice(0, WARNINGS_SHOWN), rejectedRows: rejectedRows.slice(0, REJECTED_SHOWN), alreadyImported: known > 0,
  });
}
