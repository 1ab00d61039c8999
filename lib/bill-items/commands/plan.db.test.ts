// A plan's versions are kept for ever, take effect from their date, and nobody's newer work is overwritten.
import { beforeAll, describe, expect, it } from 'vitest';
import { activePlan, anInstitution, somePayers, userCtx } from '@/lib/bills/billing.fixtures';
import { err, must } from '@/lib/kernel/result';
import type { BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import {
  activateVersion,
  archivePlan,
  comparePlanVersions,
  copyPlan,
  renamePlan,
  createPlanFromTemplate,
  getPlan,
  listPlans,
  previewPlan,
  saveDraft,
  versionInForce,
} from '../index';
import { templates } from '../templates';

let ctx: Ctx;
beforeAll(async () => {
  ({ ctx } = await anInstitution('plans'));
  await somePayers(ctx, 30);
});

const day = (text: string) => text as BusinessDate;
const raised = {
  ...templates['kindergarten-monthly'].plan,
  items: templates['kindergarten-monthly'].plan.items.map((i) =>
    i.code === 'bus' ? { ...i, pricing: { kind: 'fixed' as const, amountMinor: '18000' } } : i,
  ),
};

describe('fee plan versions', () => {
  it('lets a later version take over on its day, and only then', async () => {
    const planId = await activePlan(ctx, 'kindergarten-monthly', 'a');
    expect(
      must(await saveDraft(ctx, { planId, baseVersion: 1, effectiveFrom: day('2027-01-01'), note: 'dearer bus', plan: raised })),
    ).toEqual({ version: 2 });
    expect(must(await activateVersion(ctx, { planId, version: 2 }))).toEqual({ version: 2, effectiveFrom: '2027-01-01', warnings: [] });
    const on = (date: string) =>
      withTx(ctx, async (tx) => (await versionInForce(tx, ctx.institutionId, planId, day(date)))?.version ?? null);
    expect([await on('2026-11-21'), await on('2026-12-31'), await on('2027-01-01')]).toEqual([null, 1, 2]);
    const plan = (await getPlan(ctx, planId))!;
    expect(plan.versions.map((v) => [v.version, v.state])).toEqual([
      [2, 'active'],
      [1, 'active'],
    ]);
    expect(plan.versions[0]!.differences).toEqual([
      { kind: 'changed', area: 'items', subject: 'bus', field: 'pricing.amountMinor', before: '15000', after: '18000' },
    ]);
    expect(must(await comparePlanVersions(ctx, planId, 2, 1))[0]).toMatchObject({ before: '18000', after: '15000' });
  });

  it('retires what a version of today replaces', async () => {
    const planId = await activePlan(ctx, 'kindergarten-monthly', 'b');
    must(await saveDraft(ctx, { planId, baseVersion: 1, effectiveFrom: day('2026-11-22'), note: null, plan: raised }));
    must(await activateVersion(ctx, { planId, version: 2 }));
    expect((await getPlan(ctx, planId))!.versions.map((v) => v.state)).toEqual(['active', 'retired']);
  });

  it('refuses to save over a newer version, to change an active one, or to begin in the past', async () => {
    const { planId } = must(await createPlanFromTemplate(ctx, { template: 'kindergarten-monthly', code: 'c' }));
    const draft = { planId, baseVersion: 1, effectiveFrom: day('2026-11-21'), note: null, plan: raised };
    expect(await saveDraft(ctx, { ...draft, baseVersion: 7 })).toEqual(err('bill-items.draft-changed', { version: 1 }));
    must(await saveDraft(ctx, draft));
    expect(await activateVersion(ctx, { planId, version: 1 })).toEqual(err('bill-items.effective-in-past', { date: '2026-11-21' }));
    expect(await activateVersion(ctx, { planId, version: 2 })).toEqual(err('bill-items.no-draft'));
    must(await saveDraft(ctx, { ...draft, effectiveFrom: day('2026-11-22'), plan: { ...raised, items: [] } }));
    expect(await activateVersion(ctx, { planId, version: 1 })).toEqual(err('bill-items.no-items'));
    expect(await createPlanFromTemplate(ctx, { template: 'kindergarten-monthly', code: 'c' })).toMatchObject({
      error: { code: 'bill-items.code-taken' },
    });
  });

  it('warns when fewer than three channels can be reached', async () => {
    const { planId } = must(await createPlanFromTemplate(ctx, { template: 'kindergarten-monthly', code: 'd' }));
    const plan = { ...raised, methods: { ...raised.methods, allowed: ['wechat' as const, 'wallet' as const] } };
    must(await saveDraft(ctx, { planId, baseVersion: 1, effectiveFrom: day('2026-11-22'), note: null, plan }));
    expect(must(await activateVersion(ctx, { planId, version: 1 })).warnings).toEqual(['few-channels']);
    must(await archivePlan(ctx, { planId }));
    expect(await saveDraft(ctx, { planId, baseVersion: 1, effectiveFrom: day('2026-11-22'), note: null, plan })).toEqual(
      err('bill-items.archived'),
    );
  });

  it('previews three different payers, 24 dates and the differences, before anything is saved', async () => {
    const planId = (await listPlans(ctx)).find((p) => p.code === 'b')!.id;
    const preview = must(await previewPlan(ctx, { planId, plan: templates['kindergarten-monthly'].plan }));
    expect(preview).toMatchObject({ cycleKey: '2026-12', payerCount: 30, problem: null, warnings: [] });
    expect(preview.bills.map((b) => b.total?.minor)).toEqual(['112000', '113000', '128000']);
    expect(preview.issueDates).toHaveLength(24);
    expect(preview.differences).toHaveLength(1);
  });

  it('copies and renames a plan without touching the one it came from', async () => {
    const planId = (await listPlans(ctx)).find((p) => p.code === 'b')!.id;
    const copy = must(await copyPlan(ctx, { planId, code: 'b-2' }));
    expect((await getPlan(ctx, copy.planId))!.editing).toMatchObject({ version: 1, state: 'draft', plan: (await getPlan(ctx, planId))!.editing.plan });
    must(await renamePlan(ctx, { planId: copy.planId, nameZh: '夏令营', nameEn: 'Summer camp' }));
    expect((await listPlans(ctx)).filter((p) => ['b', 'b-2'].includes(p.code)).map((p) => p.nameEn).sort()).toEqual(['Monthly fees', 'Summer camp']);
    expect(await copyPlan(ctx, { planId, code: 'b-2' })).toMatchObject({ error: { code: 'bill-items.code-taken' } });
  });

  it('lets nobody but an administrator change a plan', async () => {
    const auditor = userCtx(ctx.institutionId, ['auditor', 'accountant'], ctx.clock, ctx.random);
    expect(await createPlanFromTemplate(auditor, { template: 'kindergarten-monthly', code: 'e' })).toMatchObject({
      error: { code: 'access.denied' },
    });
    const planId = (await listPlans(auditor))[0]!.id;
    expect(await archivePlan(auditor, { planId })).toMatchObject({ error: { code: 'access.denied' } });
  });
});
