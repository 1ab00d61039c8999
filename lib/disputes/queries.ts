/** Disputes as a payer sees their own, and as the desk that answers them. */
import { z } from 'zod';
import { hasPermission, namesOf, requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { readKeptFile } from '@/lib/platform/files';
import { withTx, type Tx } from '@/lib/platform/tx';
import { payerNames } from '@/lib/payers';
import type { DisputeDetailView, DisputeEventView, DisputeKind, DisputeRowView, DisputeState } from './model';

interface Row {
  id: string; number: string; kind: string; status: string; text: string; raised_at: Date; due_at: Date; answered_at: Date | null; answer: string | null; payment_id: string; payer_id: string;
  payment_number: string; amount_minor: bigint; currency: string; owner_id: string | null;
}

const columns = Prisma.sql`d.id, d.number, d.kind, d.status, d.text, d.raised_at, d.due_at, d.answered_at, d.answer, d.payment_id, d.payer_id, d.owner_id, p.number AS payment_number, p.amount_minor, p.currency`;

const rowView = (r: Row, names: ReadonlyMap<string, string>): DisputeRowView => ({
  id: r.id, number: r.number, kind: r.kind as DisputeKind, status: r.status as DisputeState, text: r.text, raisedAt: r.raised_at.toISOString(), dueAt: r.due_at.toISOString(),
  answeredAt: r.answered_at && r.answered_at.toISOString(), answer: r.answer, paymentId: r.payment_id, paymentNumber: r.payment_number,
  amount: toWire(money(r.amount_minor, r.currency as Currency)), ownerName: r.owner_id && (names.get(r.owner_id) ?? null),
});

const OF_PAYMENT_MAX = 20;

/** A payer's own questions about one payment, the newest first; nothing of anybody else's. */
export async function disputesOfPayment(ctx: Ctx, paymentId: string): Promise<DisputeRowView[]> {
  if (ctx.actor.kind !== 'payer') requirePermission(ctx, 'reconciliation.read');
  const mine = ctx.actor.kind === 'payer' ? Prisma.sql`AND d.payer_id = ${ctx.actor.payerId}` : Prisma.empty;
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`SELECT ${columns} FROM payer_dispute d JOIN payment p ON p.id = d.payment_id WHERE d.payment_id = ${paymentId} ${mine} ORDER BY d.id DESC LIMIT ${OF_PAYMENT_MAX}`;
    return rows.map((r) => rowView(r, new Map()));
  });
}

export interface DisputeFilter { readonly status: 'waiting' | 'escalated' | 'answered' | 'all'; readonly cursor?: string | null; readonly limit?: number }

/** What must be answered first comes first; what is answered, the newest first. */
export async function disputeDesk(ctx: Ctx, filter: DisputeFilter): Promise<Page<DisputeRowView>> {
  requirePermission(ctx, 'reconciliation.read');
  const limit = pageSize(filter.limit);
  const cursor = /^(\d{13})\.(dsp_[0-9A-Z]{26})$/.exec(filter.cursor ?? '');
  const waiting = filter.status === 'waiting' || filter.status === 'escalated';
  const status = { waiting: ['open', 'escalated'], escalated: ['escalated'], answered: ['answered'], all: ['open', 'escalated', 'answered', 'withdrawn'] }[filter.status];
  const at = cursor ? new Date(Number.parseInt(cursor[1]!, 10)) : null;
  const after = !cursor ? Prisma.sql`true` : waiting ? Prisma.sql`(d.due_at, d.id) > (${at}, ${cursor[2]})` : Prisma.sql`(d.due_at, d.id) < (${at}, ${cursor[2]})`;
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT ${columns} FROM payer_dispute d JOIN payment p ON p.id = d.payment_id WHERE d.institution_id = ${ctx.institutionId} AND d.status = ANY(${status}) AND ${after}
      ORDER BY ${waiting ? Prisma.sql`d.due_at, d.id` : Prisma.sql`d.due_at DESC, d.id DESC`} LIMIT ${limit + 1}`;
    const page = toPage(rows, limit, (r) => `${r.due_at.getTime()}.${r.id}`);
    const names = await namesOf(tx, page.rows.flatMap((r) => r.owner_id ?? []));
    return { rows: page.rows.map((r) => rowView(r, names)), nextCursor: page.nextCursor };
  });
}

interface DetailRow extends Row { payment_status: string; channel: string | null; succeeded_at: Date | null; matched: boolean; case_day: Date | null }

/** Null when this institution has no such dispute. */
export async function disputeDetail(ctx: Ctx, id: string): Promise<DisputeDetailView | null> {
  requirePermission(ctx, 'reconciliation.read');
  return withTx(ctx, async (tx): Promise<DisputeDetailView | null> => {
    const [row] = await tx.$queryRaw<DetailRow[]>`
      SELECT ${columns}, p.status AS payment_status, p.channel, p.succeeded_at,
        EXISTS (SELECT FROM payment_attempt a JOIN recon_match m ON m.side_id = a.id AND m.undone_at IS NULL WHERE a.payment_id = p.id) AS matched,
        (SELECT c.business_date FROM payment_attempt a JOIN recon_case c ON c.side_id = a.id WHERE a.payment_id = p.id AND c.status NOT IN ('matched', 'joined', 'confirmed', 'written-off')
          ORDER BY c.id DESC LIMIT 1) AS case_day
      FROM payer_dispute d JOIN payment p ON p.id = d.payment_id WHERE d.id = ${id}`;
    if (!row) return null;
    const names = await namesOf(tx, row.owner_id ? [row.owner_id] : []);
    const payer = (await payerNames(tx, ctx, [row.payer_id])).get(row.payer_id) ?? null;
    const view = rowView(row, names);
    const open = view.status === 'open' || (view.status === 'escalated' && hasPermission(ctx.actor, 'suspense.decide'));
    return {
      ...view, payer, paymentStatus: row.payment_status, channel: row.channel, paidAt: row.succeeded_at && row.succeeded_at.toISOString(),
      bankSays: row.matched ? 'reconciled' : row.case_day ? 'difference' : row.succeeded_at ? 'waiting' : 'unpaid', caseDay: row.case_day && row.case_day.toISOString().slice(0, 10),
      mayAnswer: open && hasPermission(ctx.actor, 'reconciliation.resolve'), events: await eventsOf(tx, id),
    };
  });
}

const documentSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), name: z.string(), bytes: z.number() });
const EVENTS_MAX = 100;

async function eventsOf(tx: Tx, id: string): Promise<DisputeEventView[]> {
  const rows = await tx.payer_dispute_event.findMany({ where: { dispute_id: id }, orderBy: { id: 'desc' }, take: EVENTS_MAX });
  return rows.map((e) => {
    const document = documentSchema.safeParse(e.document);
    return { id: e.id.toString(), kind: e.kind, note: e.note, document: document.success ? { name: document.data.name, bytes: document.data.bytes } : null, at: e.at.toISOString(), actor: e.actor };
  });
}

/** Null where there is none, or it is another institution's. */
export async function readDisputeEvidence(ctx: Ctx, eventId: string): Promise<{ readonly name: string; readonly bytes: Buffer } | null> {
  if (!hasPermission(ctx.actor, 'reconciliation.read') || !/^\d{1,18}$/.test(eventId)) return null;
  const event = await withTx(ctx, (tx) => tx.payer_dispute_event.findFirst({ where: { id: BigInt(eventId), institution_id: ctx.institutionId }, select: { document: true } }));
  const found = documentSchema.safeParse(event?.document);
  return found.success ? { name: found.data.name, bytes: await readKeptFile(found.data.sha256) } : null;
}
