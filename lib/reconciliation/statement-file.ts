/** A statement file on its way in: kept raw, registered once per content, staged, matched. Every step may be done again. */
import { audit } from '@/lib/audit';
import type { ChannelCode } from '@/lib/channels';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { newId } from '@/lib/kernel/ports';
import { MINUTE_MS, plusMs, toDate, type BusinessDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { isKept, withKeptFile } from '@/lib/platform/files';
import { enqueue } from '@/lib/platform/jobs';
import { withTx, type Tx } from '@/lib/platform/tx';
import { matchFile } from './match-file';
import type { ImportedView, RunCounts } from './model';
import { openFor } from './mapped-statement';
import type { Reading } from './reading/port';
import { withReading } from './reading/start-reading';
import { stageLines } from './stage-lines';

export const MATCH_JOB = 'match-statement';
/** Up to here the person waits for the result; above, the worker matches and the page follows. */
const INLINE_ROWS = 20_000;
/** Should this process die half-way, the worker finishes the file after this long. */
const RESCUE_MS = 10 * MINUTE_MS;

export interface NewFile {
  readonly sha256: string;
  readonly fileName: string;
  readonly channel: ChannelCode;
  readonly format: string;
  readonly source: 'upload' | 'bank';
  readonly askedFor: BusinessDate | null;
}

interface Kept { readonly id: string; readonly known: boolean; readonly status: string }

/** One row per content and institution; the same bytes answer the same file. */
export function registerFile(ctx: Ctx, file: NewFile): Promise<Kept> {
  return withTx(ctx, async (tx) => {
    const id = newId('statementFile', ctx);
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO statement_file (id, institution_id, channel, sha256, file_name, format, encoding, days, status, source, summary, row_count, uploaded_by, received_at)
      VALUES (${id}, ${ctx.institutionId}, ${file.channel}, ${file.sha256}, ${file.fileName.slice(0, 200)}, ${file.format}, '',
        ${file.askedFor ? [file.askedFor] : []}::date[], 'received', ${file.source}, '{}', 0, ${actorName(ctx.actor)}, ${toDate(ctx.clock.now())})
      ON CONFLICT (institution_id, sha256) DO NOTHING RETURNING id`;
    if (!made) {
      const kept = await tx.statement_file.findFirstOrThrow({ where: { sha256: file.sha256 } });
      return { id: kept.id, known: true, status: kept.status };
    }
    await enqueueMatch(tx, ctx, id, { rescue: true });
    await audit(tx, ctx, {
      action: 'statement.import', subjectKind: 'statement-file', subjectId: id, outcome: 'done',
      after: { sha256: file.sha256, channel: file.channel, format: file.format, source: file.source },
    });
    return { id, known: false, status: 'received' };
  });
}

export const enqueueMatch = (tx: Tx, ctx: Ctx, fileId: string, options: { readonly rescue?: boolean } = {}): Promise<void> =>
  enqueue(tx, MATCH_JOB, { institutionId: ctx.institutionId, fileId }, {
    key: `${MATCH_JOB}:${fileId}`, ...(options.rescue && { runAt: plusMs(ctx.clock.now(), RESCUE_MS) }),
  });

export type StagedFile = Pick<ImportedView, 'fileId' | 'channel' | 'days' | 'rows'>;

/** Rows into `statement_line`. A reader that trips over the file half-way leaves nothing but the refusal. */
export async function stageFile(
  ctx: Ctx, file: { readonly id: string; readonly channel: ChannelCode; readonly askedFor: BusinessDate | null; readonly kept?: Promise<string> }, reading: Reading,
): Promise<Result<StagedFile, Failure>> {
  try {
    const staged = await stageLines({ ...file, institutionId: ctx.institutionId }, reading);
    return ok({ fileId: file.id, channel: file.channel, days: staged.days, rows: staged.rows });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await withTx(ctx, (tx) => tx.statement_file.update({ where: { id: file.id }, data: { status: 'failed' } }));
    return err(error.code, error.details);
  }
}

/** What a reader throws when a file cannot be what it said it was: its code is one of the statements' own. */
const isRefusal = (error: unknown): error is { code: string; details: Record<string, string | number> } =>
  error instanceof Error && error.name === 'UnreadableStatement' && 'code' in error && typeof error.code === 'string';

/** Small files are matched while the person waits, large ones by the worker. */
export async function matchNowOrLater(ctx: Ctx, staged: StagedFile, alreadyImported: boolean): Promise<ImportedView> {
  if (staged.rows > INLINE_ROWS) {
    await withTx(ctx, (tx) => enqueueMatch(tx, ctx, staged.fileId));
    return { ...staged, matched: false, alreadyImported, counts: null };
  }
  const run = await matchFile(ctx, staged.fileId);
  return { ...staged, matched: run !== null, alreadyImported, counts: run?.counts ?? null };
}

interface FileRow { id: string; channel: string; status: string; sha256: string; file_name: string; source: string; days: Date[]; row_count: number }
const dayText = (day: Date): BusinessDate => day.toISOString().slice(0, 10) as BusinessDate;

/** What an import that was done before answers: the file and its latest run. */
export function importedBefore(ctx: Ctx, fileId: string): Promise<ImportedView> {
  return withTx(ctx, async (tx) => {
    const file = await tx.statement_file.findUniqueOrThrow({ where: { id: fileId } });
    const run = await tx.recon_run.findFirst({ where: { file_id: fileId, status: 'done' }, orderBy: { started_at: 'asc' } });
    return {
      fileId, channel: file.channel, days: file.days.map(dayText), rows: file.row_count, matched: file.status === 'matched', alreadyImported: true,
      counts: run ? (run.counts as unknown as RunCounts) : null,
    };
  });
}

const stageKept = (ctx: Ctx, file: FileRow, path: string): Promise<boolean> => withReading({ path, fileName: file.file_name }, async (reading) => {
  const statement = await openFor(ctx, reading);
  if (!statement.ok) return false;
  const askedFor = file.source === 'bank' && file.days[0] ? dayText(file.days[0]) : null;
  return (await stageFile(ctx, { id: file.id, channel: file.channel as ChannelCode, askedFor }, reading)).ok;
});

/** The worker's part: stages what a dead process left, then matches. Doing it again changes nothing. */
export async function finishFile(ctx: Ctx, fileId: string): Promise<void> {
  const file = await withTx(ctx, (tx) => tx.statement_file.findUnique({ where: { id: fileId } })) as FileRow | null;
  if (!file || file.status === 'failed') return;
  if (file.status === 'received') {
    // The process that took it in died before it had kept it: whoever has it brings it again.
    if (!isKept(file.sha256)) {
      await withTx(ctx, (tx) => tx.statement_file.update({ where: { id: file.id }, data: { status: 'failed' } }));
      return;
    }
    const staged = await withKeptFile(file.sha256, (path) => stageKept(ctx, file, path));
    if (!staged) return;
  }
  if (file.status !== 'matched') await matchFile(ctx, fileId);
}
