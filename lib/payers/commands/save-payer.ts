import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { attributeTypes } from '../attribute-queries';
import type { PayerFailure } from '../errors';
import { checkPayer, payerColumns, type ImportedPayer } from '../import-rows';
import type { SavePayerInput } from '../model';
import { isWrong } from '../table';
import { changePayers, createPayers, ensureGroups } from '../write-payers';

/**
 * One payer by form: a new one, or all that is known of one. What the form leaves empty is taken away; the number never changes. Checked by the very
 * rules of the import. Needs the right to read names whole, because a form filled with masked ones would keep the mask.
 */
export async function savePayer(ctx: Ctx, input: SavePayerInput): Promise<Result<{ payerId: string }, PayerFailure | AccessFailure>> {
  for (const permission of ['payer.write', 'payer.read-personal'] as const) {
    const allowed = authorize(ctx, permission);
    if (!allowed.ok) return allowed;
  }
  return withSqlTx(ctx, async (tx): Promise<Result<{ payerId: string }, PayerFailure>> => {
    const checked = await checkedRow(tx, ctx, input);
    if (!checked.ok) return checked;
    const payerId = input.payerId === null ? await create(tx, ctx, checked.value) : await change(tx, ctx, input, checked.value);
    if (payerId === null) return err(input.payerId === null ? 'payers.already-there' : 'payers.not-found');
    // What is kept of it names the columns, not what stands in them.
    const known = Object.entries(input).filter(([name, value]) => name !== 'payerId' && value !== null && value !== '').map(([name]) => name);
    await audit(tx, ctx, {
      action: input.payerId === null ? 'payer.add' : 'payer.change', subjectKind: 'payer', subjectId: payerId, outcome: 'done',
      after: { number: checked.value.number, status: input.status, known, attributes: checked.value.attributes },
    });
    return ok({ payerId });
  });
}

async function checkedRow(tx: SqlTx, ctx: Ctx, input: SavePayerInput): Promise<Result<ImportedPayer, PayerFailure>> {
  const names = Object.keys(input.attributes);
  const header = ['number', 'name', 'phone', 'email', 'group', 'family', ...names];
  const cells = [input.number, input.name, input.phone, input.email, input.group, input.family, ...names.map((name) => input.attributes[name]!)];
  const row = checkPayer(cells, payerColumns(header, await attributeTypes(tx, ctx)), new Set());
  return isWrong(row) ? err('payers.entry-wrong', { column: header[row.at] ?? '', cause: row.cause.replaceAll('-', '_') }) : ok(row);
}

/** Null when the number is somebody's already. */
async function create(tx: SqlTx, ctx: Ctx, row: ImportedPayer): Promise<string | null> {
  const groups = await ensureGroups(tx, ctx, [row]);
  if ((await createPayers(tx, ctx, [row], groups)) === 0) return null;
  const [made] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM payer WHERE institution_id = ${ctx.institutionId} AND number = ${row.number}`;
  return made?.id ?? null;
}

/** Null when there is no such payer, or the form was made for another number. */
async function change(tx: SqlTx, ctx: Ctx, { payerId, status }: SavePayerInput, row: ImportedPayer): Promise<string | null> {
  const [known] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM payer WHERE id = ${payerId} AND institution_id = ${ctx.institutionId} AND number = ${row.number} FOR UPDATE`;
  if (!known) return null;
  const groups = await ensureGroups(tx, ctx, [row]);
  await changePayers(tx, ctx, [{ id: known.id, row }], groups);
  // A file that says nothing of group and family keeps them; a form that shows them empty takes them away.
  await tx.$executeRaw`
    UPDATE payer SET status = ${status}, family = ${row.family}, group_id = ${row.group === null ? null : (groups.get(row.group) ?? null)} WHERE id = ${known.id}`;
  return known.id;
}
