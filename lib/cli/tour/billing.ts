/** The administrator's part: a new fee plan from a template, put into force, and its first bills issued by the job. */
import { z } from 'zod';
import type { ConsoleClient } from './http';
import { TourFailure, until } from './http';

const billSchema = z.object({ id: z.string(), payerId: z.string(), total: z.object({ minor: z.string(), currency: z.string() }) });
export type TourBill = z.infer<typeof billSchema>;

export async function issueBills(admin: ConsoleClient, stamp: string): Promise<TourBill[]> {
  const { planId } = await admin.ask('fee-plans.create', { template: 'kindergarten-monthly', code: `tour-${stamp}` }, z.object({ planId: z.string() }));
  await admin.ask('fee-plans.activate', { planId, version: 1 }, z.unknown());
  const cycles = await admin.ask('bill-cycles.list', {}, z.array(z.object({ planId: z.string(), cycleKey: z.string() })));
  const cycle = cycles.find((c) => c.planId === planId);
  if (!cycle) throw new TourFailure('the new plan has no cycle to issue');
  const { runId } = await admin.ask('bill-runs.request', { planId, cycleKey: cycle.cycleKey }, z.object({ runId: z.string() }));
  const run = await until('issuing the bills', 60_000, async () => {
    const now = await admin.ask('bill-runs.get', { id: runId }, z.object({ status: z.string(), issued: z.number() }));
    return now.status === 'done' ? now : null;
  });
  const { rows } = await admin.ask('bills.list', { planId }, z.object({ rows: z.array(billSchema) }));
  if (rows.length !== run.issued) throw new TourFailure(`${run.issued} bills issued, ${rows.length} listed`);
  return rows;
}
