/** Keeps columns under a name for everybody of the institution; the same name again takes the older one's place. Removes one. */
import type { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ReportFailure } from '../errors';
import { COLUMNS_OF, type removeTemplateInput, type saveTemplateInput } from '../model';

const TEMPLATES_MAX = 100;

/** Errors: `reports.unknown-column`, `too-many-templates`. */
export async function saveTemplate(ctx: Ctx, input: z.output<typeof saveTemplateInput>): Promise<Result<{ readonly id: string }, AccessFailure | ReportFailure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  const known: readonly string[] = COLUMNS_OF[input.report];
  if (new Set(input.columns).size !== input.columns.length || input.columns.some((c) => !known.includes(c))) return err('reports.unknown-column');
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, ReportFailure>> => {
    const same = { institution_id: ctx.institutionId, report: input.report, name: input.name };
    const before = await tx.report_template.findFirst({ where: same });
    if (!before && (await tx.report_template.count()) >= TEMPLATES_MAX) return err('reports.too-many-templates', { max: TEMPLATES_MAX });
    const data = { columns: input.columns, made_by: actorName(ctx.actor), made_at: toDate(ctx.clock.now()) };
    const id = before?.id ?? newId('reportTemplate', ctx);
    if (before) await tx.report_template.update({ where: { id }, data });
    else await tx.report_template.create({ data: { ...same, ...data, id } });
    await audit(tx, ctx, { action: 'report-template.save', subjectKind: 'report-template', subjectId: id, outcome: 'done', after: { name: input.name, columns: input.columns } });
    return ok({ id });
  });
}

/** Errors: `reports.not-found`. */
export async function removeTemplate(ctx: Ctx, input: z.output<typeof removeTemplateInput>): Promise<Result<{ readonly id: string }, AccessFailure | ReportFailure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, ReportFailure>> => {
    const { count } = await tx.report_template.deleteMany({ where: { id: input.templateId } });
    if (count === 0) return err('reports.not-found');
    await audit(tx, ctx, { action: 'report-template.remove', subjectKind: 'report-template', subjectId: input.templateId, outcome: 'done' });
    return ok({ id: input.templateId });
  });
}
