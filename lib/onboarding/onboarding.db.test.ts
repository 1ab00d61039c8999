// From nobody to bills: an institution is founded once under its name, its template bills demo payers of every industry, and nobody learns who has an account.
import { beforeAll, describe, expect, it } from 'vitest';
import { issueBills, listBills, listIssuableCycles, requestBillRun } from '@/lib/bills';
import { anInstitution } from '@/lib/bills/billing.fixtures';
import { TEMPLATES } from '@/lib/bill-items/model';
import { RESERVED_SLUGS, slugSchema } from '@/lib/identity/model';
import { seededRandom } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { instant } from '@/lib/kernel/time';
import type { Visitor } from '@/lib/identity';
import { listAttributes } from '@/lib/payers';
import { createLog } from '@/lib/platform/log';
import { withPlatformTx } from '@/lib/platform/tx';
import { addDemoPayers, beginPlan, firstRun, openSandboxAccounts, signUp } from './index';

const visitor: Visitor = {
  clock: { now: () => instant(Date.UTC(2026, 10, 22, 4)) }, random: seededRandom(7), origin: { ip: '127.0.0.1', device: 'test' }, requestId: 'req_1', log: createLog({ part: 'test' }),
};
const INPUT = { institutionName: '晨星幼儿园', slug: 'morning', template: 'kindergarten-monthly' as const, displayName: '陈园长', email: 'Head@morning.example', password: 'seven quiet paper boats' };

describe('signing up', () => {
  beforeAll(async () => void must(await signUp(visitor, INPUT)));

  it('founds an institution with its administrator', async () => {
    const row = await withPlatformTx((tx) => tx.institution.findUniqueOrThrow({ where: { slug: 'morning' } }));
    expect(row).toMatchObject({ name_zh: '晨星幼儿园', kind: 'kindergarten-monthly', status: 'active', environment: 'sandbox' });
  });

  it('refuses a name that is taken, a weak password, and an address whose password is another, without saying that it has an account', async () => {
    expect(await signUp(visitor, { ...INPUT, email: 'b@morning.example' })).toMatchObject({ error: { code: 'identity.slug-taken' } });
    expect(await signUp(visitor, { ...INPUT, slug: 'other', email: 'c@morning.example', password: 'short' })).toMatchObject({ error: { code: 'identity.password-too-short' } });
    expect(await signUp(visitor, { ...INPUT, slug: 'other', password: 'eight other paper boats' })).toMatchObject({ error: { code: 'identity.sign-up-refused' } });
    // The same person with the right password founds a second one.
    expect(must(await signUp(visitor, { ...INPUT, slug: 'evening' })).slug).toBe('evening');
  });

  it('keeps the addresses of the payer pages free', async () => {
    for (const slug of [...RESERVED_SLUGS, 'A B', '-x', 'ö']) expect(slugSchema.safeParse(slug).success).toBe(false);
    await expect(withPlatformTx((tx) => tx.institution.updateMany({ where: { slug: 'evening' }, data: { slug: 'history' } }))).rejects.toThrow();
  });
});

describe('the first run', () => {
  it.each(TEMPLATES)('bills demo payers of %s', async (template) => {
    const { ctx } = await anInstitution(`first-${template}`);
    must(await beginPlan(ctx, { template }));
    expect(must(await addDemoPayers(ctx, { template })).payers).toBe(12);
    expect((await listAttributes(ctx)).filter((a) => !a.typed || a.payers === 0).map((a) => a.name)).toEqual(template === 'school-term' ? ['sibling'] : []);
    const before = await firstRun(ctx);
    expect(before).toMatchObject({ payers: 12, bills: 0, plan: { cycleKey: expect.any(String) as string } });
    const { runId } = must(await requestBillRun(ctx, { planId: before.plan!.id, cycleKey: before.plan!.cycleKey! }));
    expect(await issueBills({ institutionId: ctx.institutionId, runId }, ctx)).toBe(12);
    expect(await firstRun(ctx)).toMatchObject({ bills: 12, paid: 0, run: { status: 'done', skipped: 0 }, payerId: expect.any(String) as string });
    expect((await listBills(ctx, {})).totals.count).toBe(12);
    expect((await listIssuableCycles(ctx)).every((c) => c.cycleKey !== before.plan!.cycleKey)).toBe(true);
  });

  it('opens no sandbox accounts where there is no sandbox bank', async () => {
    const { ctx } = await anInstitution('no-bank');
    expect(await openSandboxAccounts(ctx)).toMatchObject({ error: { code: 'onboarding.no-sandbox' } });
  });
});
