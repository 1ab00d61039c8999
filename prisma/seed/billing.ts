/** Fee plans, payers and bills of the demo institutions: made through the same commands, files and job as everybody's. Idempotent. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { activateVersion, createPlanFromTemplate, currentIssue, importReadings, templates } from '@/lib/bill-items';
import type { TemplateCode } from '@/lib/bill-items/model';
import { issueBills, requestBillRun } from '@/lib/bills';
import { must } from '@/lib/kernel/result';
import { TEMPLATE_ATTRIBUTES } from '@/lib/onboarding';
import { importPayers, institutionTerms, listAttributes, saveAttribute } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { withTx } from '@/lib/platform/tx';
import { openTable } from '@/lib/statements';
import { demoChildren, demoTenants, payersCsv, type DemoPayer } from './payers';
import type { SeededInstitution } from './people';

/** Meter readings of the park as its caretaker exports them (GBK); the period in it is the quarter the file was written in. */
const READINGS_FILE = 'prisma/seed/data/park-readings-gbk.csv';
const READINGS_PERIOD = '2026-Q4';

/** Called at every start. A new month or quarter since the last start gets its bills too. */
export async function seedBilling(institution: SeededInstitution): Promise<void> {
  const { ctx, kind, slug } = institution;
  const payers = kind === 'park' ? demoTenants() : demoChildren();
  const template = kind === 'park' ? 'park-quarterly' : 'kindergarten-monthly';
  // Once, before anything is known; what an administrator makes of them afterwards stays.
  if ((await listAttributes(ctx)).length === 0) for (const type of TEMPLATE_ATTRIBUTES[template]) must(await saveAttribute(ctx, type));
  must(await importPayers(ctx, { source: must(await openTable(payersCsv(payers), 'payers.csv')), apply: true }));
  const planId = await ensurePlan(ctx, template, kind === 'park' ? 'quarterly' : 'monthly');
  const { today } = await withTx(ctx, (tx) => institutionTerms(tx, ctx));
  const cycleKey = currentIssue(templates[template].plan.cycle, today)!.cycleKey;
  if (kind === 'park') must(await importReadings(ctx, { source: must(await openTable(readingsFor(cycleKey), 'readings.csv')), apply: true }));
  const run = await requestBillRun(ctx, { planId, cycleKey });
  if (run.ok) await issueBills({ institutionId: ctx.institutionId, runId: run.value.runId }, { clock: ctx.clock, random: ctx.random });
  else if (run.error.code !== 'bills.already-run') must(run);
  writeDemoPayers(slug, payers);
}

async function ensurePlan(ctx: Ctx, template: TemplateCode, code: string): Promise<string> {
  const made = await createPlanFromTemplate(ctx, { template, code });
  if (made.ok) {
    must(await activateVersion(ctx, { planId: made.value.planId, version: 1 }));
    return made.value.planId;
  }
  const known = await withTx(ctx, (tx) =>
    tx.fee_plan.findUniqueOrThrow({ where: { institution_id_code: { institution_id: ctx.institutionId, code } } }),
  );
  return known.id;
}

/** The kept file with the running quarter in place of its own. Both are plain ASCII, so the bytes around them stay as they are. */
function readingsFor(cycleKey: string): Uint8Array {
  const bytes = readFileSync(READINGS_FILE);
  return new Uint8Array(Buffer.from(bytes.toString('latin1').replaceAll(READINGS_PERIOD, cycleKey), 'latin1'));
}

/** What somebody trying the product types on the payer's page: number and last four digits, in `<data folder>/demo-payers.json`. */
function writeDemoPayers(slug: string, payers: readonly DemoPayer[]): void {
  const path = join(env().BAFANG_DATA_DIR, 'demo-payers.json');
  mkdirSync(env().BAFANG_DATA_DIR, { recursive: true });
  const others = readDemoPayers(path).filter((p) => p.institution !== slug);
  const own = payers.map((p) => ({ institution: slug, number: p.number, phoneLast4: p.phone.slice(-4), name: p.name }));
  writeFileSync(`${path}.${process.pid}`, `${JSON.stringify([...others, ...own], null, 1)}\n`, { mode: 0o600 });
  renameSync(`${path}.${process.pid}`, path);
}

function readDemoPayers(path: string): { institution: string; number: string; phoneLast4: string; name: string }[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { institution: string; number: string; phoneLast4: string; name: string }[];
  } catch {
    return [];
  }
}
