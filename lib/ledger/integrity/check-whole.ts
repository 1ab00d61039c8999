/** Looks at everything, and keeps what it said: now and then by itself, and whenever a person asks. */
import { authorize, type AccessFailure } from '@/lib/identity';
import { MINUTE_MS } from '@/lib/kernel/time';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { runChecks } from '../check-integrity';
import { awaitBooks, keepBooks, readBooks, type Books } from './state';

const EVERY_MS = 2 * MINUTE_MS;
/** Looking at everything may take a two-hundredth of the time, so that large books are looked at less often. */
const SHARE = 200;

export const wholeIsDue = (books: Pick<Books, 'wholeAt' | 'wholeMs'>, now: number): boolean =>
  books.wholeAt === null || now - books.wholeAt.getTime() >= Math.max(EVERY_MS, SHARE * books.wholeMs);

/** `ctx`: the system's, or of a person who may read the books. Answers whether they are sound. */
export async function checkWhole(ctx: Ctx): Promise<Result<{ readonly sound: boolean }, AccessFailure>> {
  const allowed = authorize(ctx, 'ledger.read');
  if (!allowed.ok) return allowed;
  const from = performance.now();
  const checks = await withTx(ctx, runChecks, { isolation: 'RepeatableRead', timeoutMs: 300_000 });
  const tookMs = Math.round(performance.now() - from);
  await withTx(ctx, async (tx) => {
    const before = await awaitBooks(tx, ctx.institutionId);
    await keepBooks(tx, ctx, before, { ...before, whole: checks }, { kind: 'whole', tookMs });
  });
  return ok({ sound: checks.every((check) => check.ok) });
}

/** The worker's turn: only where it is time. */
export async function checkWholeWhenDue(ctx: Ctx): Promise<boolean> {
  const books = await withTx(ctx, (tx) => readBooks(tx, ctx.institutionId));
  if (!wholeIsDue(books, ctx.clock.now())) return false;
  await checkWhole(ctx);
  return true;
}
