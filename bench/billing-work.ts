/** What a person and the worker do: import a file of payers, issue a plan's bills. Each in a process of its own, which prints its figures as JSON. */
import { readFile } from 'node:fs/promises';
import { activateVersion, createPlanFromTemplate, getPlan, saveDraft, templates } from '@/lib/bill-items';
import { issueBills, requestBillRun } from '@/lib/bills';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import type { BusinessDate } from '@/lib/kernel/time';
import { importPayers } from '@/lib/payers';
import { openTable } from '@/lib/statements';
import { makeCtx } from '@/lib/platform/ctx';
import { BENCH_INSTITUTION } from './billing-place';

export interface Work {
  readonly seconds: number;
  readonly count: number;
  readonly peakMemoryMb: number;
  readonly memoryBeforeMb: number;
}

const ctx = makeCtx(
  { kind: 'user', userId: 'usr_bench' as UserId, roles: ['administrator', 'accountant'], sessionId: 's', name: 'Bench' },
  BENCH_INSTITUTION as InstitutionId,
);

async function importFile(path: string): Promise<() => Promise<number>> {
  const bytes = await readFile(path);
  return async () => must(await importPayers(ctx, { source: must(await openTable(bytes, 'payers.csv')), apply: true })).created;
}

/** Kindergarten's monthly plan: fixed, per unit, on a condition, and a discount; three lines a bill at most. Asked for by a person, elsewhere than it is issued. */
async function requestIssue(): Promise<string> {
  const { planId } = must(await createPlanFromTemplate(ctx, { template: 'kindergarten-monthly', code: 'bench' }));
  const { today, editing } = (await getPlan(ctx, planId))!;
  const plan = { ...templates['kindergarten-monthly'].plan, cycle: { ...editing.plan.cycle, onHoliday: 'same-day' as const } };
  must(await saveDraft(ctx, { planId, baseVersion: 1, effectiveFrom: today as BusinessDate, note: null, plan }));
  must(await activateVersion(ctx, { planId, version: 1 }));
  const { runId } = must(await requestBillRun(ctx, { planId, cycleKey: today.slice(0, 7) }));
  return runId;
}

const issue = async (runId: string): Promise<() => Promise<number>> => () => issueBills({ institutionId: BENCH_INSTITUTION, runId });

async function measured(prepare: Promise<() => Promise<number>>): Promise<Work> {
  const work = await prepare;
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  const started = performance.now();
  const count = await work();
  const seconds = Math.round((performance.now() - started) / 10) / 100;
  look();
  clearInterval(timer);
  const mb = (bytes: number) => Math.round(bytes / 1_048_576);
  return { seconds, count, peakMemoryMb: mb(peak), memoryBeforeMb: mb(before) };
}

const [what, subject = ''] = process.argv.slice(2);
if (what === 'request') process.stdout.write(JSON.stringify(await requestIssue()));
if (what === 'import' || what === 'issue') process.stdout.write(JSON.stringify(await measured(what === 'import' ? importFile(subject) : issue(subject))));
if (what !== undefined) process.exit(0);
