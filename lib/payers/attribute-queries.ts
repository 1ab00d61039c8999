/** Attributes as the desk shows them: those with a type, and those that only turned up in a file. */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import type { SqlTx } from '@/lib/platform/sql-tx';
import { withTx } from '@/lib/platform/tx';
import { ATTRIBUTES_MAX, attributeTypeSchema, type AttributeType, type AttributeView } from './model';

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly label_zh: string;
  readonly label_en: string;
  readonly choices: unknown;
}

export async function attributeTypes(tx: SqlTx, ctx: Pick<Ctx, 'institutionId'>): Promise<AttributeType[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT name, kind, label_zh, label_en, choices FROM payer_attribute WHERE institution_id = ${ctx.institutionId} ORDER BY name LIMIT ${ATTRIBUTES_MAX}`;
  return rows.map((row) => attributeTypeSchema.parse({ name: row.name, kind: row.kind, labelZh: row.label_zh, labelEn: row.label_en, choices: row.choices }));
}

export async function listAttributes(ctx: Ctx): Promise<AttributeView[]> {
  requirePermission(ctx, 'payer.read');
  return withTx(ctx, async (tx) => {
    const types = await attributeTypes(tx, ctx);
    const used = await tx.$queryRaw<{ name: string; payers: bigint }[]>`
      SELECT key AS name, count(*) AS payers FROM payer, jsonb_object_keys(attributes) AS key WHERE status = 'active' GROUP BY key ORDER BY key LIMIT 200`;
    const count = new Map(used.map((u) => [u.name, Number(u.payers)]));
    const untyped = used.filter((u) => !types.some((t) => t.name === u.name));
    return [
      ...types.map((type) => ({ ...type, typed: true, payers: count.get(type.name) ?? 0 })),
      ...untyped.map((u) => ({ name: u.name, kind: 'text' as const, labelZh: u.name, labelEn: u.name, choices: [], typed: false, payers: Number(u.payers) })),
    ];
  });
}
