import { tryFlow, type TriedStep } from '@/lib/approvals';
import type { tryFlowInput } from '@/lib/approvals/model';
import { exponentOf } from '@/lib/kernel/money';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import type { z } from 'zod';

/** Who would approve an act of so many yuan under the flow as drawn. */
export async function tryOut(ctx: Ctx, input: z.output<typeof tryFlowInput>): Promise<Result<{ readonly steps: readonly TriedStep[] }>> {
  const minor = BigInt(input.major) * 10n ** BigInt(exponentOf('CNY'));
  return ok({ steps: await tryFlow(ctx, { kind: input.kind, minor, currency: 'CNY', requester: input.requester, flow: input.flow }) });
}
