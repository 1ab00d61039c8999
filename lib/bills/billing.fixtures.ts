/** An institution with payers and an active plan, for tests of billing: through the same commands as everybody. */
import { activateVersion, createPlanFromTemplate, getPlan, saveDraft } from '@/lib/bill-items';
import type { TemplateCode } from '@/lib/bill-items/model';
import { templates } from '@/lib/bill-items/templates';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId, seededRandom, type Clock } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { instant, toDate, type BusinessDate } from '@/lib/kernel/time';
import { importPayers, type TableSource } from '@/lib/payers';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withPlatformTx } from '@/lib/platform/tx';

export const NOON = instant(Date.UTC(2026, 10, 22, 4)); // 2026-11-22 12:00 in Shanghai
export const fixedClock = (): Clock & { at: number } => ({
  at: NOON,
  now() {
    return instant(this.at);
  },
});

let seed = 0;

/** A new institution and its administrator. */
export async function anInstitution(slug: string): Promise<{ ctx: Ctx; clock: ReturnType<typeof fixedClock> }> {
  const clock = fixedClock();
  const random = seededRandom(++seed * 7_919);
  const id = newId('institution', { clock, random });
  await withPlatformTx((tx) =>
    tx.institution.create({
      data: {
        id,
        slug,
        name_zh: '测试园',
        name_en: 'Test',
        kind: 'kindergarten',
        time_zone: 'Asia/Shanghai',
        day_cut_off: '23:00',
        currency: 'CNY',
        environment: 'sandbox',
        status: 'active',
        created_at: toDate(clock.now()),
      },
    }),
  );
  return { ctx: userCtx(id, ['administrator'], clock, random), clock };
}

export const userCtx = (id: InstitutionId, roles: readonly string[], clock: Clock, random: Ctx['random']): Ctx =>
  makeCtx({ kind: 'user', userId: newId('user', { clock, random }) as UserId, roles, sessionId: 'ses_test', name: 'Test' }, id, {
    clock,
    random,
  });

export const csv = (lines: readonly string[]): TableSource => sourceOf(new TextEncoder().encode(lines.join('\n')));

/** A CSV of commas as the importer sees it; opening real files is `openTable`'s, tested with the importers of the app. */
export function sourceOf(bytes: Uint8Array): TableSource {
  const rows = new TextDecoder().decode(bytes).split('\n');
  return { encoding: 'utf-8', sha256: `${bytes.length}`, records: () => rows.map((row, i) => ({ lineNo: i + 1, cells: row.split(',').map((c) => c.trim()) })) };
}

/** `count` children; every third rides the bus, every fifth has a sibling. */
export async function somePayers(ctx: Ctx, count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, i) =>
      `N${String(i + 1).padStart(4, '0')},孩子${i + 1},1380000${String(i + 1).padStart(4, '0')},A班,22,${i % 3 === 0 ? 'yes' : 'no'},${i % 5 === 0 ? 'yes' : 'no'}`,
  );
  const report = must(await importPayers(ctx, { source: csv(['编号,姓名,手机,班级,mealDays,bus,sibling', ...rows]), apply: true }));
  if (report.created !== count) throw new Error(`imported ${report.created} of ${count}`);
}

export async function activePlan(
  ctx: Ctx,
  template: TemplateCode,
  code = 'plan',
  onHoliday: 'same-day' | 'next-working-day' = 'next-working-day',
): Promise<string> {
  const { planId } = must(await createPlanFromTemplate(ctx, { template, code }));
  const detail = (await getPlan(ctx, planId))!;
  const plan = { ...templates[template].plan, cycle: { ...templates[template].plan.cycle, onHoliday } };
  must(await saveDraft(ctx, { planId, baseVersion: 1, effectiveFrom: detail.today as BusinessDate, note: null, plan }));
  must(await activateVersion(ctx, { planId, version: 1 }));
  return planId;
}
