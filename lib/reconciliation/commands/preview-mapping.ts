/** Looks at a table as a person says it is to be read, and says what would come of it: rows, sums, warnings, what cannot be read. Stores nothing. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import type { StatementFailure, StatementRow } from '@/lib/statements';
import type { ReconciliationFailure } from '../errors';
import { mappingSchema } from '../mapping-schema';
import { UPLOAD_BYTES_MAX, type MappedRowView, type MappingCheckView, type MappingLookView } from '../model';
import type { Reading } from '../reading/port';
import { withReading } from '../reading/start-reading';
import type { StatementBytes } from './precheck-statement';

/** `mapping` is null at first: then what the rules would guess is the answer. It comes as JSON beside the file. */
export const previewMappingInput = z.object({ file: z.instanceof(File), mapping: jsonOf(mappingSchema.nullable()) });

/** A form's text field that holds JSON. */
export function jsonOf<S extends z.ZodType>(schema: S) {
  return z.string().max(8_000).transform((text, context): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  }).pipe(schema);
}

type Preview = StatementBytes & { readonly mapping: z.output<typeof mappingSchema> | null };

const REJECTED_SHOWN = 20;
const WARNINGS_SHOWN = 20;

/** Errors: `access.denied`, `reconciliation.too-large`, refusals of `statements`. A mapping that reads nothing is an answer, not a failure. */
export async function previewMapping(ctx: Ctx, input: Preview): Promise<Result<MappingLookView, AccessFailure | ReconciliationFailure | StatementFailure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  if (input.bytes.length > UPLOAD_BYTES_MAX) return err('reconciliation.too-large', { megabytes: UPLOAD_BYTES_MAX >> 20 });
  return withReading(input, async (reading) => {
    const look = await reading.look(input.mapping ?? { encoding: null, delimiter: null });
    if (!look.ok) return look;
    return ok({ ...look.value, check: input.mapping && (await checkMapping(reading, input.mapping)) });
  });
}

async function checkMapping(reading: Reading, mapping: z.output<typeof mappingSchema>): Promise<MappingCheckView | null> {
  const opened = await reading.openAs(mapping);
  const told = opened.ok ? await reading.tell('24:00') : opened;
  if (!told.ok) return null;
  const { summary, rejectedRows, first } = told.value;
  const currency: Currency = summary.currency ?? 'CNY';
  const side = (one: { count: number; amountMinor: bigint }) => ({ count: one.count, amount: toWire(money(one.amountMinor, currency)) });
  const balance = (minor: bigint | null) => minor === null ? null : toWire(money(minor, currency));
  return {
    rows: summary.rows, rejected: summary.rejected, credit: side(summary.credit), debit: side(summary.debit), period: summary.period,
    opening: balance(summary.openingBalanceMinor), closing: balance(summary.closingBalanceMinor), warnings: summary.warnings.slice(0, WARNINGS_SHOWN),
    rejectedRows: rejectedRows.slice(0, REJECTED_SHOWN), shown: first.map(rowView),
  };
}

const rowView = (row: StatementRow): MappedRowView => ({
  lineNo: row.lineNo, time: row.tradeTime, direction: row.direction, amount: toWire(money(row.amountMinor, row.currency)), number: row.merchantNo ?? row.channelNo,
  counterparty: row.counterparty, memo: row.memo,
});
