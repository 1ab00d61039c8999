/** Payers as staff see them: masked, unless the permission to read personal data is there. */
import { hasPermission, requirePermission } from '@/lib/identity';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { instantOfDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { attributesSchema, type GroupView, type PayerDetail, type PayerRow } from './model';
import { nameIndex, openPerson, type SealedPerson } from './person';

export interface PayerFilter {
  /** A number's beginning, or a whole name (names are sealed: only equality can be asked). */
  readonly text?: string | undefined;
  readonly groupCode?: string | undefined;
  readonly cursor?: string | undefined;
  readonly size?: number | undefined;
}

type Row = SealedPerson & {
  number: string;
  payment_code: string;
  status: string;
  attributes: unknown;
  family?: string | null;
  created_at: Date;
  group_code: string | null;
  group_name: string | null;
};

const viewOf = (row: Row, personal: boolean): PayerRow => ({
  id: row.id,
  number: row.number,
  ...openPerson(row, personal),
  paymentCode: row.payment_code,
  status: row.status,
  group: row.group_code === null ? null : { code: row.group_code, name: row.group_name ?? row.group_code },
});

/** Sorted by number; the cursor is the last number shown. `total` counts the whole filter. */
export async function listPayers(ctx: Ctx, filter: PayerFilter): Promise<Page<PayerRow> & { total: number }> {
  requirePermission(ctx, 'payer.read');
  const limit = pageSize(filter.size);
  const personal = hasPermission(ctx.actor, 'payer.read-personal');
  const text = filter.text?.normalize('NFKC').trim().slice(0, 80) ?? '';
  const prefix = `${text.replace(/[\\%_]/g, '\\$&')}%`;
  const name = nameIndex(ctx.institutionId, text);
  const group = filter.groupCode ?? '';
  const after = filter.cursor ?? '';
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      WITH RECURSIVE wanted AS (
        SELECT id FROM payer_group WHERE code = ${group} UNION SELECT c.id FROM payer_group c JOIN wanted w ON c.parent_id = w.id)
      SELECT p.id, p.number, p.name_sealed, p.phone_sealed, p.email_sealed, p.payment_code, p.status, p.attributes, p.created_at,
        g.code AS group_code, g.name AS group_name
      FROM payer p LEFT JOIN payer_group g ON g.id = p.group_id
      WHERE (${text} = '' OR p.number LIKE ${prefix} OR p.name_index = ${name}) AND (${group} = '' OR p.group_id IN (SELECT id FROM wanted)) AND p.number > ${after}
      ORDER BY p.number LIMIT ${limit + 1}`;
    const [counted] = await tx.$queryRaw<{ total: bigint }[]>`
      WITH RECURSIVE wanted AS (
        SELECT id FROM payer_group WHERE code = ${group} UNION SELECT c.id FROM payer_group c JOIN wanted w ON c.parent_id = w.id)
      SELECT count(*) AS total FROM payer p
      WHERE (${text} = '' OR p.number LIKE ${prefix} OR p.name_index = ${name}) AND (${group} = '' OR p.group_id IN (SELECT id FROM wanted))`;
    const page = toPage(rows, limit, (row) => row.number);
    return { rows: page.rows.map((row) => viewOf(row, personal)), nextCursor: page.nextCursor, total: Number(counted!.total) };
  });
}

export async function getPayer(ctx: Ctx, payerId: string): Promise<PayerDetail | null> {
  requirePermission(ctx, 'payer.read');
  const personal = hasPermission(ctx.actor, 'payer.read-personal');
  return withTx(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT p.id, p.number, p.name_sealed, p.phone_sealed, p.email_sealed, p.payment_code, p.status, p.attributes, p.family, p.created_at,
        g.code AS group_code, g.name AS group_name
      FROM payer p LEFT JOIN payer_group g ON g.id = p.group_id WHERE p.id = ${payerId}`;
    if (!row) return null;
    const attributes = attributesSchema.parse(row.attributes);
    return { ...viewOf(row, personal), attributes, family: row.family ?? null, personal, createdAt: toIso(instantOfDate(row.created_at)) };
  });
}

const GROUPS_MAX = 1_000;
type FlatGroup = Omit<GroupView, 'depth' | 'payersBelow'>;

/** Each group before those below it. One whose parent is not among them stands at the top. */
function asTree(groups: readonly FlatGroup[]): GroupView[] {
  const codes = new Set(groups.map((g) => g.code));
  const below = Map.groupBy(groups, (g) => (g.parent !== null && codes.has(g.parent) ? g.parent : ''));
  const walk = (parent: string, depth: number): GroupView[] => (below.get(parent) ?? []).flatMap((group) => {
    const under = walk(group.code, depth + 1);
    const direct = under.filter((g) => g.depth === depth + 1);
    return [{ ...group, depth, payersBelow: group.payers + direct.reduce((sum, g) => sum + g.payersBelow, 0) }, ...under];
  });
  return walk('', 0);
}

export async function listGroups(ctx: Ctx): Promise<GroupView[]> {
  requirePermission(ctx, 'payer.read');
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<{ code: string; name: string; parent: string | null; payers: bigint }[]>`
      SELECT g.code, g.name, above.code AS parent, (SELECT count(*) FROM payer p WHERE p.group_id = g.id AND p.status = 'active') AS payers
      FROM payer_group g LEFT JOIN payer_group above ON above.id = g.parent_id ORDER BY g.code LIMIT ${GROUPS_MAX}`;
    return asTree(rows.map((r) => ({ code: r.code, name: r.name, parent: r.parent, payers: Number(r.payers) })));
  });
}

/** Names for lists of other modules (bills, payments): masked unless the actor may read them. Bounded by the caller's page. */
export async function payerNames(tx: Tx, ctx: Ctx, payerIds: readonly string[]): Promise<Map<string, { number: string; name: string }>> {
  const personal = hasPermission(ctx.actor, 'payer.read-personal');
  const rows = await tx.payer.findMany({
    where: { id: { in: [...new Set(payerIds)] }, institution_id: ctx.institutionId },
    select: { id: true, number: true, name_sealed: true, phone_sealed: true },
  });
  return new Map(rows.map((row) => [row.id, { number: row.number, name: openPerson(row, personal).name }]));
}

/** The payer's own name, for the payer's own page: masked there too, because a link may be forwarded. */
export async function ownPayer(ctx: Ctx): Promise<{ number: string; name: string; paymentCode: string } | null> {
  if (ctx.actor.kind !== 'payer') return null;
  const { payerId } = ctx.actor;
  return withTx(ctx, async (tx) => {
    const row = await tx.payer.findFirst({ where: { id: payerId, institution_id: ctx.institutionId } });
    return row ? { number: row.number, name: openPerson(row, false).name, paymentCode: row.payment_code } : null;
  });
}
