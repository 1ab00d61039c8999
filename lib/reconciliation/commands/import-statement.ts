/** Takes a statement file: kept as it came, staged, matched. The same bytes again answer the same file. */
import type { BusinessDate } from '@/lib/kernel/time';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { authorize } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { hashFileAt, keepFile, keepFileAt } from '@/lib/platform/files';
import { UPLOAD_BYTES_MAX, type ImportedView } from '../model';
import { openFor } from '../mapped-statement';
import type { Reading, StatementSource } from '../reading/port';
import { withReading } from '../reading/start-reading';
import { importedBefore, matchNowOrLater, registerFile, stageFile } from '../statement-file';

/** Errors: `access.denied`, `reconciliation.*`, and every refusal of `statements`. */
export async function importStatement(ctx: Ctx, input: StatementSource): Promise<Result<ImportedView, Failure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  return takeStatement(ctx, input, { source: 'upload', askedFor: null });
}

/** The way of every file, however it came. `askedFor`: the day a bank was asked for. */
export async function takeStatement(
  ctx: Ctx, input: StatementSource, origin: Origin,
): Promise<Result<ImportedView, Failure>> {
  if ('bytes' in input && input.bytes.length > UPLOAD_BYTES_MAX) return err('reconciliation.too-large', { megabytes: UPLOAD_BYTES_MAX >> 20 });
  return withReading(input, (reading) => take(ctx, input, reading, origin));
}

interface Origin { readonly source: 'upload' | 'bank'; readonly askedFor: BusinessDate | null }

async function take(ctx: Ctx, input: StatementSource, reading: Reading, origin: Origin): Promise<Result<ImportedView, Failure>> {
  const [statement, onDisk] = await Promise.all([openFor(ctx, reading), 'path' in input ? hashFileAt(input.path) : null]);
  if (!statement.ok) return statement;
  const { channel, format } = statement.value;
  if (channel === null) return err('reconciliation.no-channel', { format });
  const sha256 = 'bytes' in input ? await keepFile(input.bytes) : onDisk!;
  const file = await registerFile(ctx, { sha256, fileName: input.fileName, channel, format, ...origin });
  if (file.known && (file.status === 'parsed' || file.status === 'matched')) return ok(await importedBefore(ctx, file.id));
  // A large file is sealed while it is read; its rows are there only once it is kept.
  const kept = 'path' in input ? keepFileAt(input.path, sha256) : Promise.resolve(sha256);
  kept.catch(() => undefined);
  const staged = await stageFile(ctx, { id: file.id, channel, askedFor: origin.askedFor, kept }, reading);
  return staged.ok ? ok(await matchNowOrLater(ctx, staged.value, false)) : staged;
}
