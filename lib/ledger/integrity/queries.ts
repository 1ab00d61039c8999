/** How sound the books are, for people. */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { IntegrityFinding, SoundnessView } from '../model';
import { sealsOf } from './seal-books';
import { brokenOf, readBooks } from './state';

const HISTORY = 30;

export async function soundness(ctx: Ctx): Promise<SoundnessView> {
  requirePermission(ctx, 'ledger.read');
  return withTx(ctx, async (tx) => {
    const books = await readBooks(tx, ctx.institutionId);
    const [waiting] = await tx.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) AS count FROM (SELECT FROM journal_entry WHERE institution_id = ${ctx.institutionId} AND id > ${books.checkedEntry} LIMIT 100000) e`;
    const seals = await sealsOf(tx, ctx.institutionId);
    const history = await tx.integrity_run.findMany({ where: { institution_id: ctx.institutionId }, orderBy: { id: 'desc' }, take: HISTORY });
    return {
      sound: books.sound, unsoundSince: books.unsoundSince?.toISOString() ?? null, broken: brokenOf(books.findings, books.whole),
      round: books.checkedAt && { at: books.checkedAt.toISOString(), tookMs: books.tookMs, entries: books.entries.toString(), waiting: waiting!.count.toString() },
      whole: books.whole && books.wholeAt && { at: books.wholeAt.toISOString(), tookMs: books.wholeMs, checks: books.whole },
      seals: seals && { count: seals.count.toString(), upTo: seals.upTo.toString(), at: seals.at.toISOString() },
      history: history.map((row) => ({
        id: row.id.toString(), at: row.at.toISOString(), kind: row.kind as 'round' | 'whole', sound: row.sound, entries: row.entries.toString(), tookMs: row.took_ms,
        checks: [...new Set((row.findings as unknown as IntegrityFinding[]).map((finding) => finding.check))],
      })),
    };
  });
}
