/** What was collected and given back in a period, across any two of its sides. The cells add up to the allocations of the period, to the cent. */
import { requirePermission } from '@/lib/identity';
import { channelName, isChannelCode } from '@/lib/channels/model';
import { money, toWire } from '@/lib/kernel/money';
import { addDays, instantOf, toIso, type BusinessDate } from '@/lib/kernel/time';
import { institutionTerms, payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx, type Tx } from '@/lib/platform/tx';
import { accountOf } from './account-of';
import { loadPlaces, type KeptAccount } from './centre';
import { itemFacts, type ItemFact, type Period } from './item-facts';
import type { Dimension, SummaryCell, SummaryView } from './model';

export interface SummaryQuestion {
  readonly from: BusinessDate;
  /** The last day that counts. */
  readonly to: BusinessDate;
  readonly rows: Dimension;
  readonly columns: Dimension | null;
  readonly channel?: string;
  readonly planId?: string;
  readonly locale: string;
  /** As many rows are shown; the rest is in the total. */
  readonly limit?: number;
}

const ROWS_SHOWN = 200;
const COLUMNS_SHOWN = 62;
const ZONE = 'Asia/Shanghai';
/** Ten million payments take a while; an auditor waits this long at most. */
const TIMEOUT_MS = 280_000;

interface Sum { collected: bigint; returned: bigint; count: number }

export async function collectedSummary(ctx: Ctx, asked: SummaryQuestion): Promise<SummaryView> {
  requirePermission(ctx, 'ledger.read');
  const dimensions = [asked.rows, ...(asked.columns ? [asked.columns] : [])];
  return withTx(ctx, async (tx): Promise<SummaryView> => {
    await tx.$executeRaw`SELECT set_config('work_mem', '96MB', true)`;
    const { currency } = await institutionTerms(tx, ctx);
    const period = periodOf(asked);
    const places = dimensions.includes('account') ? await loadPlaces(tx) : [];
    const groups = dimensions.includes('group') ? await groupsOf(tx) : new Map<string, string>();
    const keyOf = (dimension: Dimension, fact: ItemFact): string => {
      switch (dimension) {
        case 'day': return fact.day;
        case 'month': return fact.day.slice(0, 7);
        case 'channel': return fact.channel;
        case 'project': return fact.planId;
        case 'item': return `${fact.planId} ${fact.itemCode}`;
        case 'payer': return fact.payerId;
        case 'group': return groups.get(fact.payerId) ?? '';
        case 'account': return accountOf(places, fact) ?? `channel ${fact.channel}`;
      }
    };
    const table = new Map<string, Map<string, Sum>>();
    const total: Sum = { collected: 0n, returned: 0n, count: 0 };
    const has = (one: Dimension) => dimensions.includes(one);
    for await (const fact of itemFacts(tx, ctx, period, { day: has('day') || has('month'), payer: has('payer') || has('group') })) {
      const row = keyOf(asked.rows, fact);
      const cells = table.get(row) ?? new Map<string, Sum>();
      table.set(row, cells);
      const column = asked.columns ? keyOf(asked.columns, fact) : '';
      const sum = cells.get(column) ?? { collected: 0n, returned: 0n, count: 0 };
      cells.set(column, sum);
      for (const into of [sum, total]) addTo(into, fact);
    }
    const labels = await labelsOf(tx, ctx, asked, places);
    return viewOf(table, total, asked, labels, (minor) => toWire(money(minor, currency)));
  }, { timeoutMs: TIMEOUT_MS });
}

function addTo(sum: Sum, fact: ItemFact): void {
  if (fact.minor >= 0n) sum.collected += fact.minor;
  else sum.returned -= fact.minor;
  sum.count += fact.count;
}

function periodOf(asked: SummaryQuestion): Period {
  const where = [
    ...(asked.channel ? [Prisma.sql`y.channel = ${asked.channel}`] : []), ...(asked.planId ? [Prisma.sql`b.plan_id = ${asked.planId}`] : []), Prisma.sql`true`,
  ];
  return {
    from: toIso(instantOf(asked.from, '00:00:00', ZONE)), to: toIso(instantOf(addDays(asked.to, 1), '00:00:00', ZONE)), zone: ZONE, where: Prisma.join(where, ' AND '),
  };
}

async function groupsOf(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; group_id: string }[]>`SELECT id, group_id FROM payer WHERE group_id IS NOT NULL`;
  return new Map(rows.map((r) => [r.id, r.group_id]));
}

type Labels = (dimension: Dimension, keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** What a key is called; loaded for the keys that are shown. */
async function labelsOf(tx: Tx, ctx: Ctx, asked: SummaryQuestion, places: readonly KeptAccount[]): Promise<Labels> {
  const zh = asked.locale !== 'en';
  const plans = new Map((await tx.fee_plan.findMany({ select: { id: true, name_zh: true, name_en: true }, take: 1_000 })).map((p) => [p.id, zh ? p.name_zh : p.name_en]));
  const channel = (code: string) => (isChannelCode(code) ? channelName(code, asked.locale) : code || '—');
  return async (dimension, keys) => {
    switch (dimension) {
      case 'day': case 'month': return new Map(keys.map((k) => [k, k]));
      case 'channel': return new Map(keys.map((k) => [k, channel(k)]));
      case 'project': return new Map(keys.map((k) => [k, plans.get(k) ?? k]));
      case 'payer': return new Map([...(await payerNames(tx, ctx, keys))].map(([k, p]) => [k, `${p.name} · ${p.number}`]));
      case 'group': return new Map((await tx.payer_group.findMany({ where: { id: { in: [...keys] } } })).map((g) => [g.id, g.name]));
      case 'account': return new Map(keys.map((k) => [k, placeName(places, k) ?? channel(k.replace('channel ', ''))]));
      case 'item': return itemNames(tx, keys, plans, zh);
    }
  };
}

const placeName = (places: readonly KeptAccount[], key: string): string | null => {
  const found = places.find((p) => p.id === key);
  return found ? `${found.name} · ${found.sourceTag}` : null;
};

async function itemNames(tx: Tx, keys: readonly string[], plans: ReadonlyMap<string, string>, zh: boolean): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ key: string; label_zh: string; label_en: string }[]>`
    SELECT DISTINCT ON (1) b.plan_id || ' ' || l.item_code AS key, l.label_zh, l.label_en FROM unnest(${[...keys]}::text[]) AS k(key)
    CROSS JOIN LATERAL (SELECT b.id, b.plan_id FROM bill b JOIN bill_line x ON x.bill_id = b.id WHERE b.plan_id = split_part(k.key, ' ', 1) AND x.item_code = split_part(k.key, ' ', 2)
      ORDER BY b.id DESC LIMIT 1) b JOIN bill_line l ON l.bill_id = b.id AND l.item_code = split_part(k.key, ' ', 2)`;
  return new Map(rows.map((r) => [r.key, `${plans.get(r.key.split(' ')[0]!) ?? ''} · ${zh ? r.label_zh : r.label_en}`]));
}

const NOTHING: Sum = { collected: 0n, returned: 0n, count: 0 };
const together = (sums: readonly Sum[]): Sum =>
  sums.reduce((all, one) => ({ collected: all.collected + one.collected, returned: all.returned + one.returned, count: all.count + one.count }), NOTHING);

/** Days in their order; everything else the largest first. */
const inOrder = (dimension: Dimension) => (a: readonly [string, Sum], b: readonly [string, Sum]): number => {
  const byName = a[0] < b[0] ? -1 : 1;
  if (dimension === 'day' || dimension === 'month' || a[1].collected === b[1].collected) return byName;
  return b[1].collected > a[1].collected ? 1 : -1;
};

async function viewOf(
  table: ReadonlyMap<string, ReadonlyMap<string, Sum>>, total: Sum, asked: SummaryQuestion, labels: Labels, wire: (minor: bigint) => SummaryCell['collected'],
): Promise<SummaryView> {
  const cell = (sum: Sum): SummaryCell => ({ collected: wire(sum.collected), returned: wire(sum.returned), count: sum.count });
  const rows = [...table].map(([key, cells]) => [key, together([...cells.values()])] as const).sort(inOrder(asked.rows));
  const shown = rows.slice(0, asked.limit ?? ROWS_SHOWN);
  const columnSums = new Map<string, Sum>();
  for (const cells of table.values()) for (const [key, sum] of cells) columnSums.set(key, together([sum, columnSums.get(key) ?? NOTHING]));
  const columns = asked.columns ? [...columnSums].sort(inOrder(asked.columns)).slice(0, COLUMNS_SHOWN).map(([key]) => key) : [];
  const [rowNames, columnNames] = [await labels(asked.rows, shown.map(([key]) => key)), asked.columns ? await labels(asked.columns, columns) : new Map<string, string>()];
  return {
    from: asked.from, to: asked.to, hiddenRows: rows.length - shown.length, total: cell(total), columns: columns.map((key) => ({ key, label: columnNames.get(key) ?? '—' })),
    rows: shown.map(([key, sum]) => ({ key, label: rowNames.get(key) ?? '—', total: cell(sum), cells: Object.fromEntries([...table.get(key)!].filter(([c]) => columns.includes(c)).map(([c, s]) => [c, cell(s)])) })),
  };
}
