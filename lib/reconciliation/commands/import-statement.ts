/** Takes a statement file: kept as it came, staged, matched. The same bytes again answer the same file. */
import type { BusinessDate } from '@/lib/kernel/time';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { authorize } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { keepFile, keepFileAt } from '@/lib/platform/files';
import { ByteFile } from '@/lib/statements';
import { UPLOAD_BYTES_MAX, type ImportedView } from '../model';
import { openFor } from '../mapped-statement';
import { importedBefore, matchNowOrLater, registerFile, stageFile } from '../statement-file';
import type { StatementUpload } from './precheck-statement';

/** Errors: `access.denied`, `reconciliation.*`, and every refusal of `statements`. */
export async function importStatement(ctx: Ctx, input: StatementUpload): Promise<Result<ImportedView, Failure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  return takeStatement(ctx, input, { source: 'upload', askedFor: null });
}

/** The way of every file, however it came. `askedFor`: the day a bank was asked for. */
export async function takeStatement(
  ctx: Ctx, input: StatementUpload, origin: Origin,
): Promise<Result<ImportedView, Failure>> {
  if ('bytes' in input) {
    if (input.bytes.length > UPLOAD_BYTES_MAX) return err('reconciliation.too-large', { megabytes: UPLOAD_BYTES_MAX >> 20 });
    return take(ctx, input, input.bytes, origin);
  }
  const file = ByteFile.open(input.path);
  try {
    return await take(ctx, input, file, origin);
  } finally {
    file.close();
  }
}

interface Origin { readonly source: 'upload' | 'bank'; readonly askedFor: BusinessDate | null }

async function take(ctx: Ctx, input: StatementUpload, content: Uint8Array | ByteFile, origin: Origin): Promise<Result<ImportedView, Failure>> {
  const statement = await openFor(ctx, content, input.fileName);
  if (!statement.ok) return statement;
  const { channel, format } = statement.value;
  if (channel === null) return err('reconciliation.no-channel', { format });
  const sha256 = 'bytes' in input ? await keepFile(input.bytes) : await keepFileAt(input.path);
  const file = await registerFile(ctx, { sha256, fileName: input.fileName, channel, format, ...origin });
  if (file.known && (file.status === 'parsed' || file.status === 'matched')) return ok(await importedBefore(ctx, file.id));
  const staged = await stageFile(ctx, { id: file.id, channel, askedFor: origin.askedFor }, statement.value);
  return staged.ok ? ok(await matchNowOrLater(ctx, staged.value, false)) : staged;
}
