/** Fee plans as the console shows them, and the preview: priced by the same code that will issue. */
import { requirePermission } from '@/lib/identity';
import { money, toWire } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { instantOfDate, isBusinessDate, toIso } from '@/lib/kernel/time';
import { institutionTerms, payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { periodOf, upcomingIssues } from './cycle';
import type { BillItemFailure } from './errors';
import type { FeePlanDocument, PlanDetail, PlanPreview, PlanRow, PreviewBill, VersionRow, VersionState } from './model';
import { dateOf, documentOf, readingsOf } from './plan-store';
import { impactOf } from './impact';
import { priceBill } from './pricing';
import { needsReview } from './review';
import { checkPlan, comparePlans, reachableChannels } from './rules';
import { waiversOf } from './waivers';
import type { PlanDifference } from './model';

const PREVIEW_DATES = 24;
const PREVIEW_PAYERS = 3;

export async function listPlans(ctx: Ctx): Promise<PlanRow[]> {
  requirePermission(ctx, 'fee-plan.read');
  return withTx(ctx, async (tx) => {
    const { today } = await institutionTerms(tx, ctx);
    const plans = await tx.fee_plan.findMany({
      where: { institution_id: ctx.institutionId },
      orderBy: [{ status: 'desc' }, { id: 'asc' }],
      take: 200,
    });
    const versions = await tx.fee_plan_version.findMany({
      where: { institution_id: ctx.institutionId, plan_id: { in: plans.map((p) => p.id) }, state: { in: ['draft', 'review', 'active'] } },
      orderBy: { version: 'desc' },
    });
    return plans.flatMap((plan): PlanRow[] => {
      const own = versions.filter((v) => v.plan_id === plan.id);
      const active = own.find((v) => v.state === 'active');
      const draft = own.find((v) => v.state === 'draft' || v.state === 'review');
      const shown = active ?? draft;
      if (!shown) return [];
      const document = documentOf(shown);
      return [
        {
          id: plan.id,
          code: plan.code,
          nameZh: plan.name_zh,
          nameEn: plan.name_en,
          template: plan.template,
          status: plan.status,
          activeVersion: active?.version ?? null,
          draftVersion: draft?.version ?? null,
          itemCount: document.items.length,
          cycleKind: document.cycle.kind,
          nextIssueDate: upcomingIssues(document.cycle, today, 1)[0]?.issueDate ?? null,
          createdAt: toIso(instantOfDate(plan.created_at)),
        },
      ];
    });
  });
}

export async function getPlan(ctx: Ctx, planId: string): Promise<PlanDetail | null> {
  requirePermission(ctx, 'fee-plan.read');
  return withTx(ctx, async (tx) => {
    const plan = await tx.fee_plan.findFirst({ where: { id: planId, institution_id: ctx.institutionId } });
    if (!plan) return null;
    const rows = await tx.fee_plan_version.findMany({
      where: { plan_id: planId, institution_id: ctx.institutionId },
      orderBy: { version: 'desc' },
      take: 100,
    });
    const documents = rows.map(documentOf);
    const { today, currency } = await institutionTerms(tx, ctx);
    const versions = rows.map(
      (row, i): VersionRow => ({
        version: row.version,
        state: row.state as VersionState,
        effectiveFrom: dateOf(row.effective_from),
        note: row.note,
        createdAt: toIso(instantOfDate(row.created_at)),
        createdBy: row.created_by,
        activatedAt: row.activated_at ? toIso(instantOfDate(row.activated_at)) : null,
        activatedBy: row.activated_by,
        differences: documents[i + 1] ? comparePlans(documents[i + 1]!, documents[i]!) : [],
      }),
    );
    const activeAt = rows.findIndex((r) => r.state === 'active');
    return {
      id: plan.id,
      code: plan.code,
      nameZh: plan.name_zh,
      nameEn: plan.name_en,
      status: plan.status,
      today,
      currency,
      versions,
      editing: { ...versions[0]!, plan: documents[0]! },
      needsReview: await needsReview(tx, ctx, planId),
      reviewId: rows[0]!.state === 'review' ? rows[0]!.approval_id : null,
      active: activeAt < 0 ? null : { version: rows[activeAt]!.version, plan: documents[activeAt]! },
    };
  });
}

/** The next bills of three payers under an unsaved document, the issue dates to come, and what stands in the way of activation. */
export async function previewPlan(
  ctx: Ctx,
  input: { readonly plan: FeePlanDocument; readonly planId: string | null; readonly effectiveFrom?: string | undefined },
): Promise<Result<PlanPreview, BillItemFailure>> {
  requirePermission(ctx, 'fee-plan.read');
  const { plan } = input;
  return withTx(ctx, async (tx) => {
    const { today, currency } = await institutionTerms(tx, ctx);
    const issueDates = upcomingIssues(plan.cycle, today, PREVIEW_DATES);
    const on = issueDates[0]?.issueDate ?? today;
    const sample = await samplePayers(tx, plan.groupCodes, { planId: input.planId, on });
    const cycleKey = issueDates[0]?.cycleKey ?? null;
    const readings = await latestReadings(
      tx,
      ctx,
      cycleKey,
      sample.payers.map((p) => p.id),
    );
    const names = await payerNames(
      tx,
      ctx,
      sample.payers.map((p) => p.id),
    );
    const active = input.planId === null ? null : await activeDocument(tx, ctx, input.planId);
    const waivers = input.planId === null ? new Map<string, never>() : await waiversOf(tx, ctx.institutionId, input.planId, on, sample.payers.map((p) => p.id));
    const bills = sample.payers.map((payer): PreviewBill => {
      const period = cycleKey === null ? null : periodOf(plan.cycle, cycleKey);
      const subject = { attributes: payer.attributes, readings: readings.get(payer.id) ?? new Map(), period, waivers: waivers.get(payer.id) ?? [] };
      const priced = priceBill(plan, subject, currency);
      const was = active && priceBill(active, subject, currency);
      const before = was?.ok ? toWire(money(was.value.totalMinor, currency)) : null;
      const head = { payerNumber: payer.number, payerName: names.get(payer.id)?.name ?? '', before };
      if (!priced.ok)
        return { ...head, total: null, code: priced.error.code, item: String(priced.error.details?.['item'] ?? ''), lines: [] };
      const lines = priced.value.lines.map((l) => ({
        itemCode: l.itemCode,
        nameZh: l.name.zh,
        nameEn: l.name.en,
        amount: toWire(money(l.amountMinor, currency)),
        explanation: l.explanation,
      }));
      return { ...head, total: toWire(money(priced.value.totalMinor, currency)), code: null, item: null, lines };
    });
    const checked = checkPlan(plan);
    const from = input.effectiveFrom !== undefined && isBusinessDate(input.effectiveFrom) ? input.effectiveFrom : today;
    const impact = active && input.planId !== null ? await impactOf(tx, ctx, { planId: input.planId, plan, from, today, currency }) : null;
    return ok({
      impact,
      cycleKey,
      payerCount: sample.count,
      bills,
      issueDates,
      channels: reachableChannels(plan),
      problem: checked.ok ? null : { code: checked.error.code, details: checked.error.details ?? {} },
      warnings: checked.ok ? checked.value : [],
      differences: active ? comparePlans(active, plan) : [],
    });
  });
}

async function activeDocument(tx: Tx, ctx: Ctx, planId: string): Promise<FeePlanDocument | null> {
  const row = await tx.fee_plan_version.findFirst({
    where: { plan_id: planId, institution_id: ctx.institutionId, state: 'active' },
    orderBy: { version: 'desc' },
  });
  return row ? documentOf(row) : null;
}

/** Three payers whose attributes differ most from each other, so that conditions and discounts show; one whom something is waived, where there is one, first. */
async function samplePayers(tx: Tx, groupCodes: readonly string[], { planId, on }: { readonly planId: string | null; readonly on: string }) {
  const codes = JSON.stringify(groupCodes);
  const rows = await tx.$queryRaw<{ id: string; number: string; attributes: Record<string, string>; total: bigint }[]>`
    WITH RECURSIVE wanted AS (
      SELECT id FROM payer_group WHERE ${codes}::jsonb ? code UNION SELECT g.id FROM payer_group g JOIN wanted w ON g.parent_id = w.id
    ), audience AS (
      SELECT p.id, p.number, p.attributes FROM payer p
      WHERE p.status = 'active' AND (${codes}::jsonb = '[]'::jsonb OR p.group_id IN (SELECT id FROM wanted))
    ), waived AS (
      SELECT a.id FROM audience a WHERE EXISTS (SELECT FROM fee_waiver w WHERE w.payer_id = a.id AND w.plan_id = ${planId ?? ''} AND w.ended_at IS NULL
        AND w.from_date <= ${on}::date AND (w.until_date IS NULL OR w.until_date >= ${on}::date)) ORDER BY a.number LIMIT 1
    ), kinds AS (
      SELECT DISTINCT ON (attributes, is_waived) id, number, attributes, is_waived FROM (SELECT *, id IN (SELECT id FROM waived) AS is_waived FROM audience) a
      ORDER BY attributes, is_waived, number
    )
    (SELECT id, number, attributes, (SELECT count(*) FROM audience) AS total FROM kinds ORDER BY is_waived DESC, number LIMIT ${PREVIEW_PAYERS})`;
  return { payers: rows, count: Number(rows[0]?.total ?? 0n) };
}

/** Readings of the coming cycle; where a meter has not been read yet, the latest reading stands in, so that a preview shows a figure. */
async function latestReadings(tx: Tx, ctx: Ctx, cycleKey: string | null, payerIds: readonly string[]) {
  const found = await readingsOf(tx, ctx.institutionId, cycleKey ?? '', payerIds);
  const rows = await tx.$queryRaw<{ payer_id: string; item_code: string; previous_milli: bigint; current_milli: bigint }[]>`
    SELECT DISTINCT ON (payer_id, item_code) payer_id, item_code, previous_milli, current_milli FROM reading
    WHERE payer_id IN (SELECT jsonb_array_elements_text(${JSON.stringify(payerIds)}::jsonb)) ORDER BY payer_id, item_code, period DESC`;
  for (const row of rows) {
    const own = found.get(row.payer_id) ?? new Map<string, { previousMilli: bigint; currentMilli: bigint }>();
    if (!own.has(row.item_code)) own.set(row.item_code, { previousMilli: row.previous_milli, currentMilli: row.current_milli });
    found.set(row.payer_id, own);
  }
  return found;
}

export async function comparePlanVersions(
  ctx: Ctx,
  planId: string,
  before: number,
  after: number,
): Promise<Result<readonly PlanDifference[], BillItemFailure>> {
  requirePermission(ctx, 'fee-plan.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.fee_plan_version.findMany({
      where: { plan_id: planId, institution_id: ctx.institutionId, version: { in: [before, after] } },
    });
    const [old, now] = [rows.find((r) => r.version === before), rows.find((r) => r.version === after)];
    return old && now ? ok(comparePlans(documentOf(old), documentOf(now))) : err('bill-items.not-found');
  });
}
