import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { typedValue } from '../attributes';
import type { PayerFailure } from '../errors';
import { ATTRIBUTES_MAX, type SaveAttributeInput } from '../model';

/** Values looked at before a type is believed; one that does not fit is named. */
const KNOWN_MAX = 1_000;

/** Says what an attribute is. What is known already must fit, so that a type is true of every payer and not only of the next file. */
export async function saveAttribute(ctx: Ctx, input: SaveAttributeInput): Promise<Result<{ name: string }, PayerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'payer.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ name: string }, PayerFailure>> => {
    if (input.kind === 'choice' && input.choices.length === 0) return err('payers.attribute-choices');
    const types = await tx.payer_attribute.findMany({ where: { institution_id: ctx.institutionId }, select: { name: true } });
    if (types.length >= ATTRIBUTES_MAX && !types.some((t) => t.name === input.name)) return err('payers.attributes-too-many', { max: ATTRIBUTES_MAX });
    const values = await tx.$queryRaw<{ value: string }[]>`
      SELECT DISTINCT attributes ->> ${input.name} AS value FROM payer WHERE institution_id = ${ctx.institutionId} AND attributes ? ${input.name} LIMIT ${KNOWN_MAX}`;
    const misfit = values.find(({ value }) => {
      const typed = typedValue(input, value);
      return 'cause' in typed || typed.value !== value;
    });
    if (misfit) return err('payers.attribute-misfit', { value: misfit.value.slice(0, 60) });
    const row = { kind: input.kind, label_zh: input.labelZh, label_en: input.labelEn, choices: input.kind === 'choice' ? input.choices : [] };
    await tx.payer_attribute.upsert({
      where: { institution_id_name: { institution_id: ctx.institutionId, name: input.name } },
      create: { institution_id: ctx.institutionId, name: input.name, created_at: toDate(ctx.clock.now()), ...row }, update: row,
    });
    await audit(tx, ctx, { action: 'payer.save-attribute', subjectKind: 'institution', subjectId: ctx.institutionId, outcome: 'done', after: { name: input.name, ...row } });
    return ok({ name: input.name });
  });
}
