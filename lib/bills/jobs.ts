/**
 * Issuing, in the background. A run goes through its payers in chunks; a chunk's bills, lines, history, books and the run's own cursor are one
 * transaction under the run's lock. So a job that is run twice queues up behind itself and finds nothing left, and one that is killed
 * goes on behind the last chunk that was committed. The table's own key (plan, payer, cycle) would refuse a second bill in any case.
 */
import { z } from 'zod';
import { hasWaivers, periodOf, planVersion, priceBill, readingsOf, waiversOf, type PlanVersion } from '@/lib/bill-items';
import { assert } from '@/lib/kernel/assert';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Currency } from '@/lib/kernel/money';
import { toIso } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import { crashPoint } from '@/lib/platform/crash';
import { systemCtx, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { nextPayers, type BilledPayer } from './audience';
import { SETTLE_JOB, settleBillApproval } from './consumers';
import type { SkippedPayer } from './model';
import { writeBills, type BillDraft } from './write-bills';

export const CHUNK = 150;
/** Skipped payers told by name; beyond it only counted. */
const SKIPPED_SHOWN = 1_000;

export interface IssueBillsPayload {
  readonly institutionId: string;
  readonly runId: string;
}
export type IssueBillsOptions = Partial<Pick<Ctx, 'clock' | 'random'>> & { readonly chunk?: number };

const payloadSchema = z.object({ institutionId: z.string().min(1), runId: z.string().min(1) });
const settleSchema = z.object({ institutionId: z.string().min(1), kind: z.string().min(1), approvalId: z.string().min(1) });

/** Job name → handler, for the worker. */
export const billJobs = {
  'issue-bills': async (payload: unknown): Promise<void> => {
    await issueBills(payloadSchema.parse(payload));
  },
  [SETTLE_JOB]: async (payload: unknown): Promise<void> => {
    await settleBillApproval(settleSchema.parse(payload));
  },
} as const;

/** The job `issue-bills`: issues what is left of one run. Returns the bills issued by this call. */
export async function issueBills(payload: IssueBillsPayload, options: IssueBillsOptions = {}): Promise<number> {
  const { chunk = CHUNK, ...ports } = options;
  const ctx = systemCtx('issue-bills', payload.institutionId as InstitutionId, ports);
  const terms = await withTx(ctx, (tx) => termsOf(tx, ctx, payload.runId));
  for (let issued = 0; ; ) {
    const step = await withSqlTx(ctx, (tx) => issueChunk(tx, ctx, payload.runId, terms, chunk));
    issued += step.issued;
    if (step.finished) return issued;
    crashPoint('bills.between-chunks');
  }
}

interface Run {
  readonly id: string;
  readonly plan_id: string;
  readonly plan_version: number;
  readonly cycle_key: string;
  readonly issue_date: Date;
  readonly due_date: Date;
  readonly status: string;
  readonly cursor: string | null;
  readonly skipped: SkippedPayer[] | null;
  readonly audience: string[] | null;
}

interface Terms {
  /** What the run was asked for under: a version that was active never changes, so it is read once. */
  readonly version: PlanVersion;
  readonly currency: Currency;
  /** Somebody is waived something of this plan. */
  readonly waived: boolean;
}

async function termsOf(tx: Tx, ctx: Ctx, runId: string): Promise<Terms> {
  const run = await tx.bill_run.findUniqueOrThrow({ where: { id: runId } });
  const version = await planVersion(tx, ctx.institutionId, run.plan_id, run.plan_version);
  assert(version, `no version ${run.plan_version} of ${run.plan_id}`);
  return { version, currency: (await institutionTerms(tx, ctx)).currency, waived: await hasWaivers(tx, run.plan_id) };
}

async function issueChunk(
  tx: SqlTx, ctx: Ctx, runId: string, terms: Terms, chunk: number,
): Promise<{ issued: number; finished: boolean }> {
  const [run] = await tx.$queryRaw<Run[]>`
    SELECT id, plan_id, plan_version, cycle_key, issue_date, due_date, status, cursor, skipped, audience FROM bill_run WHERE id = ${runId} FOR UPDATE`;
  assert(run, `no bill run ${runId}`);
  const { version, currency } = terms;
  // Stopped by a person: what is issued stays, what is left waits until somebody goes on.
  if (run.status === 'done' || run.status === 'stopped') return { issued: 0, finished: true };
  const payers = await nextPayers(tx, { groupCodes: version.plan.groupCodes, only: run.audience }, run.cursor ?? '', chunk);
  const { drafts, skipped } = await price(tx, ctx, run, terms, payers);
  const issued = await writeBills(
    tx,
    ctx,
    {
      runId: run.id,
      planId: run.plan_id,
      planVersion: run.plan_version,
      cycleKey: run.cycle_key,
      issueDate: run.issue_date,
      dueDate: run.due_date,
      titleZh: version.nameZh,
      titleEn: version.nameEn,
      methods: version.plan.methods,
      instalments: version.plan.instalments,
      currency,
    },
    drafts,
  );
  crashPoint('bills.inside-chunk');
  const finished = payers.length < chunk;
  // Who has the cycle's bill counts as served, whether this call wrote it or an earlier one.
  await advance(tx, ctx, run, { payers, issued: drafts.length, skipped, finished });
  return { issued, finished };
}

async function price(
  tx: SqlTx,
  ctx: Ctx,
  run: Run,
  { version, currency, waived }: Terms,
  payers: readonly BilledPayer[],
): Promise<{ drafts: BillDraft[]; skipped: SkippedPayer[] }> {
  const readings = await readingsOf(
    tx,
    ctx.institutionId,
    run.cycle_key,
    payers.map((p) => p.id),
  );
  const waivers = waived ? await waiversOf(tx, ctx.institutionId, run.plan_id, run.issue_date.toISOString().slice(0, 10), payers.map((p) => p.id)) : new Map<string, never>();
  const period = periodOf(version.plan.cycle, run.cycle_key);
  const drafts: BillDraft[] = [];
  const skipped: SkippedPayer[] = [];
  for (const payer of payers) {
    const subject = { attributes: payer.attributes, readings: readings.get(payer.id) ?? new Map(), period, waivers: waivers.get(payer.id) ?? [] };
    const priced = priceBill(version.plan, subject, currency);
    if (priced.ok) drafts.push({ payerId: payer.id, ...priced.value });
    else skipped.push({ number: payer.number, code: priced.error.code, item: String(priced.error.details?.['item'] ?? '') });
  }
  return { drafts, skipped };
}

interface Step {
  readonly payers: readonly BilledPayer[];
  readonly issued: number;
  readonly skipped: readonly SkippedPayer[];
  readonly finished: boolean;
}

async function advance(tx: SqlTx, ctx: Ctx, run: Run, step: Step): Promise<void> {
  const now = toIso(ctx.clock.now());
  // Payers may join or leave while a run goes on; the total follows, so that progress ends at 100 %.
  const skipped = [...(run.skipped ?? []), ...step.skipped].slice(0, SKIPPED_SHOWN);
  await tx.$executeRaw`
    UPDATE bill_run SET status = ${step.finished ? 'done' : 'running'}, cursor = coalesce(${step.payers.at(-1)?.number ?? null}, cursor),
      done = done + ${step.payers.length}, issued = issued + ${step.issued}, skipped_count = skipped_count + ${step.skipped.length},
      total = CASE WHEN ${step.finished} THEN done + ${step.payers.length} ELSE greatest(total, done + ${step.payers.length}) END,
      skipped = ${JSON.stringify(skipped)}::jsonb, started_at = coalesce(started_at, ${now}::timestamptz),
      finished_at = ${step.finished ? now : null}::timestamptz
    WHERE id = ${run.id}`;
  if (step.finished)
    await emit(tx, ctx, [{ type: 'bill-run.done', subjectId: run.id, payload: { planId: run.plan_id, cycleKey: run.cycle_key } }]);
}
