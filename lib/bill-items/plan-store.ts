/** Rows of fee plans to documents and back: the only file that knows how the four layers lie in the table. */
import { err, ok, type Result } from '@/lib/kernel/result';
import { businessDate, type BusinessDate } from '@/lib/kernel/time';
import type { Prisma } from '@/lib/platform/prisma/client';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { Tx } from '@/lib/platform/tx';
import type { BillItemFailure } from './errors';
import { feePlanSchema, type FeePlanDocument, type VersionState } from './model';

interface StoredVersion {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly effective_from: Date;
  readonly items: unknown;
  readonly cycle: unknown;
  readonly methods: unknown;
  readonly routing: unknown;
}

export const columnsOf = (
  plan: FeePlanDocument,
): { items: Prisma.InputJsonValue; cycle: Prisma.InputJsonValue; methods: Prisma.InputJsonValue; routing: Prisma.InputJsonValue } => ({
  items: {
    items: plan.items, discounts: plan.discounts, groupCodes: plan.groupCodes,
    ...(plan.lateFee && { lateFee: plan.lateFee }), ...(plan.rounding && { rounding: plan.rounding }), ...(plan.instalments && { instalments: plan.instalments }),
  } as unknown as Prisma.InputJsonObject,
  cycle: plan.cycle as Prisma.InputJsonObject,
  methods: plan.methods as Prisma.InputJsonObject,
  routing: plan.routing as Prisma.InputJsonObject,
});

export const documentOf = (row: StoredVersion): FeePlanDocument =>
  feePlanSchema.parse({ ...(row.items as object), cycle: row.cycle, methods: row.methods, routing: row.routing });

export const dateOf = (column: Date): BusinessDate => businessDate(column.toISOString().slice(0, 10));
export const toColumn = (date: BusinessDate): Date => new Date(`${date}T00:00:00Z`);

/** Locks the plan: everything that changes its versions goes through here, so two editors queue up. */
export async function lockPlan(
  tx: Tx,
  planId: string,
): Promise<Result<{ id: string; status: string; name_zh: string; name_en: string }, BillItemFailure>> {
  const [plan] = await tx.$queryRaw<{ id: string; status: string; name_zh: string; name_en: string }[]>`
    SELECT id, status, name_zh, name_en FROM fee_plan WHERE id = ${planId} FOR UPDATE`;
  if (!plan) return err('bill-items.not-found');
  return plan.status === 'archived' ? err('bill-items.archived') : ok(plan);
}

export interface PlanVersion {
  readonly planId: string;
  readonly version: number;
  readonly state: VersionState;
  readonly effectiveFrom: BusinessDate;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly plan: FeePlanDocument;
}

/** The version a date is billed under: the latest one activated whose day has come. Null when none has. */
export async function versionInForce(tx: Tx, institutionId: string, planId: string, on: BusinessDate): Promise<PlanVersion | null> {
  const row = await tx.fee_plan_version.findFirst({
    where: { institution_id: institutionId, plan_id: planId, state: { in: ['active', 'retired'] }, effective_from: { lte: toColumn(on) } },
    orderBy: [{ effective_from: 'desc' }, { version: 'desc' }],
  });
  return row ? withNames(tx, planId, row) : null;
}

export async function planVersion(tx: Tx, institutionId: string, planId: string, version: number): Promise<PlanVersion | null> {
  const row = await tx.fee_plan_version.findFirst({ where: { institution_id: institutionId, plan_id: planId, version } });
  return row ? withNames(tx, planId, row) : null;
}

async function withNames(tx: Tx, planId: string, row: StoredVersion): Promise<PlanVersion> {
  const { name_zh, name_en } = await tx.fee_plan.findUniqueOrThrow({ where: { id: planId }, select: { name_zh: true, name_en: true } });
  return {
    planId,
    version: row.version,
    state: row.state as VersionState,
    effectiveFrom: dateOf(row.effective_from),
    nameZh: name_zh,
    nameEn: name_en,
    plan: documentOf(row),
  };
}

/** Readings of many payers for one cycle, by payer and item. */
export async function readingsOf(tx: SqlTx, institutionId: string, period: string, payerIds: readonly string[]) {
  const rows = await tx.$queryRaw<{ payer_id: string; item_code: string; previous_milli: bigint; current_milli: bigint }[]>`
    SELECT payer_id, item_code, previous_milli, current_milli FROM reading
    WHERE institution_id = ${institutionId} AND payer_id = ANY(${[...payerIds]}) AND period = ${period}`;
  const found = new Map<string, Map<string, { previousMilli: bigint; currentMilli: bigint }>>();
  for (const row of rows) {
    const own = found.get(row.payer_id) ?? new Map<string, { previousMilli: bigint; currentMilli: bigint }>();
    own.set(row.item_code, { previousMilli: row.previous_milli, currentMilli: row.current_milli });
    found.set(row.payer_id, own);
  }
  return found;
}
