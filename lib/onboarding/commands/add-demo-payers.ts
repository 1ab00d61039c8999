import type { z } from 'zod';
import { currentIssue, importReadings, templates, type BillItemFailure } from '@/lib/bill-items';
import type { AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { importPayers, institutionTerms, type PayerFailure } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { demoPayers, demoReadings } from '../demo-payers';
import type { OnboardingFailure } from '../errors';
import type { beginPlanInput } from '../model';

/** A dozen invented payers with what the template prices by, meters included; twice changes nothing. */
export async function addDemoPayers(
  ctx: Ctx, { template }: z.infer<typeof beginPlanInput>,
): Promise<Result<{ payers: number }, PayerFailure | BillItemFailure | OnboardingFailure | AccessFailure>> {
  const payers = await importPayers(ctx, { source: demoPayers(template), apply: true });
  if (!payers.ok) return payers;
  const { today } = await withTx(ctx, (tx) => institutionTerms(tx, ctx));
  const cycle = currentIssue(templates[template].plan.cycle, today);
  if (!cycle && templates[template].plan.cycle.kind !== 'once') return err('onboarding.no-cycle');
  const readings = demoReadings(template, cycle?.cycleKey ?? 'once');
  const metered = readings && (await importReadings(ctx, { source: readings, apply: true }));
  return metered && !metered.ok ? metered : ok({ payers: payers.value.created });
}
