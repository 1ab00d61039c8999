/**
 * What every allocation of a period brought for every item. A bill paid at once and never touched again is its own lines, summed in the database; every
 * other one is worked out by the bills' own rule, allocation by allocation.
 */
import { planVersion } from '@/lib/bill-items';
import { IN_ORDER } from '@/lib/bill-items/model';
import { allocateToItems } from '@/lib/bills';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';

export interface ItemFact {
  readonly day: string;
  readonly channel: string;
  readonly planId: string;
  readonly itemCode: string;
  readonly payerId: string;
  /** Negative where money went back. */
  readonly minor: bigint;
  readonly count: number;
}

/** Which of a fact's parts are asked for: the others are summed over and come as ''. */
export interface Wanted { readonly day: boolean; readonly payer: boolean }

export interface Period { readonly from: string; readonly to: string; readonly zone: string; readonly where: Prisma.Sql }

/** Bills that the period's money touched, once; `simple`: paid at once, as charged, and never touched before or again. */
async function findTouched(tx: Tx, p: Period): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE touched_bill ON COMMIT DROP AS
    SELECT t.bill_id, t.n = 1 AND t.first = l.charged AND NOT l.credited AS simple FROM (
      SELECT a.bill_id, count(*) AS n, min(a.amount_minor) AS first FROM bill_allocation a WHERE a.at < ${p.to}::timestamptz
      GROUP BY a.bill_id HAVING bool_or(a.at >= ${p.from}::timestamptz)
    ) t JOIN LATERAL (SELECT sum(x.amount_minor) AS charged, bool_or(x.amount_minor < 0) AS credited FROM bill_line x WHERE x.bill_id = t.bill_id) l ON true`;
  await tx.$executeRaw`ANALYZE touched_bill`;
}

interface SimpleRow { day: string; channel: string; plan_id: string; item_code: string; payer_id: string; minor: string; n: number }

export async function* itemFacts(tx: Tx, ctx: Ctx, p: Period, wanted: Wanted): AsyncGenerator<ItemFact> {
  await findTouched(tx, p);
  const rows = await tx.$queryRaw<SimpleRow[]>`
    SELECT ${wanted.day ? Prisma.sql`to_char(a.at AT TIME ZONE ${p.zone}, 'YYYY-MM-DD')` : Prisma.sql`''`} AS day, coalesce(y.channel, '') AS channel, b.plan_id, l.item_code,
      ${wanted.payer ? Prisma.sql`b.payer_id` : Prisma.sql`''`} AS payer_id, sum(l.amount_minor)::text AS minor, count(DISTINCT a.id)::int AS n
    FROM touched_bill s JOIN bill_allocation a ON a.bill_id = s.bill_id AND a.at >= ${p.from}::timestamptz AND a.at < ${p.to}::timestamptz
    JOIN payment y ON y.id = a.payment_id JOIN bill b ON b.id = s.bill_id
    JOIN bill_line l ON l.bill_id = s.bill_id WHERE s.simple AND ${p.where} GROUP BY 1, 2, 3, 4, 5`;
  for (const r of rows) yield { day: r.day, channel: r.channel, planId: r.plan_id, itemCode: r.item_code, payerId: r.payer_id, minor: BigInt(r.minor), count: r.n };
  yield* touchedAgain(tx, ctx, p);
}

const PAGE = 1_000;

interface BillRow { id: string; plan_id: string; plan_version: number; payer_id: string; lines: { item_code: string; minor: string }[]; taken: { minor: string; inside: boolean; day: string; channel: string }[] }

async function* touchedAgain(tx: Tx, ctx: Ctx, p: Period): AsyncGenerator<ItemFact> {
  const rules = new Map<string, Parameters<typeof allocateToItems>[0]>();
  for (let after = ''; ;) {
    const bills = await tx.$queryRaw<BillRow[]>`
      SELECT b.id, b.plan_id, b.plan_version, b.payer_id,
        (SELECT jsonb_agg(jsonb_build_object('item_code', l.item_code, 'minor', l.amount_minor::text) ORDER BY l.line_no) FROM bill_line l WHERE l.bill_id = b.id) AS lines,
        (SELECT jsonb_agg(jsonb_build_object('minor', a.amount_minor::text, 'inside', a.at >= ${p.from}::timestamptz AND ${p.where}, 'day', to_char(a.at AT TIME ZONE ${p.zone}, 'YYYY-MM-DD'),
          'channel', coalesce(y.channel, '')) ORDER BY a.id) FROM bill_allocation a JOIN payment y ON y.id = a.payment_id WHERE a.bill_id = b.id AND a.at < ${p.to}::timestamptz) AS taken
      FROM touched_bill t JOIN bill b ON b.id = t.bill_id WHERE t.bill_id > ${after} AND NOT t.simple ORDER BY t.bill_id LIMIT ${PAGE}`;
    for (const bill of bills) {
      const key = `${bill.plan_id} ${bill.plan_version}`;
      if (!rules.has(key)) rules.set(key, (await planVersion(tx, ctx.institutionId, bill.plan_id, bill.plan_version))?.plan.methods.partial.allocation ?? IN_ORDER);
      yield* factsOf(bill, rules.get(key)!);
    }
    if (bills.length < PAGE) return;
    after = bills[bills.length - 1]!.id;
  }
}

/** What each allocation changed: the shares after it less the shares before it. */
function* factsOf(bill: BillRow, rule: Parameters<typeof allocateToItems>[0]): Generator<ItemFact> {
  const lines = (bill.lines ?? []).map((l) => ({ itemCode: l.item_code, amountMinor: BigInt(l.minor) }));
  const taken = bill.taken ?? [];
  let before = new Map<string, bigint>();
  for (let i = 0; i < taken.length; i++) {
    const shares = allocateToItems(rule, lines, taken.slice(0, i + 1).map((a) => BigInt(a.minor)));
    const now = new Map(shares.map((s) => [s.itemCode, s.paidMinor - s.refundedMinor]));
    const { inside, day, channel } = taken[i]!;
    if (inside) {
      for (const [itemCode, held] of now) {
        const minor = held - (before.get(itemCode) ?? 0n);
        if (minor !== 0n) yield { day, channel, planId: bill.plan_id, itemCode, payerId: bill.payer_id, minor, count: 1 };
      }
    }
    before = now;
  }
}
