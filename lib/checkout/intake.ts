/**
 * The intake of payments: requests that arrive together share one read of their bills and one commit of their payments (E1). Routing
 * decides in between from cached snapshots. Amounts and allowed methods come from the bills.
 */
import type { ChannelCode, Method } from '@/lib/channels/port';
import type { BillId, ChannelAccountId, InstitutionId, PayerId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { familyOf } from '@/lib/payers';
import { startPayments, type PaymentDeps, type RouteChoice, type StartRequest, type StartResult } from '@/lib/payments';
import { createBatcher } from '@/lib/platform/batcher';
import type { Ctx } from '@/lib/platform/ctx';
import { inOneTrip, type SqlTx } from '@/lib/platform/sql-tx';
import { decideRoute, needsTrial, paymentFacts, reserveWay, type PaymentFacts, type RouteRequest } from '@/lib/routing';
import type { DecisionDocument } from '@/lib/routing/model';
import { CAPABILITIES, isChannelCode } from '@/lib/channels/model';
import type { CheckoutFailure } from './errors';
import type { NextWay, PartWish, PayInput } from './model';
import { methodFor, methodOf } from './method-for';

export interface IntakeItem {
  readonly deps: PaymentDeps;
  readonly ctx: Ctx;
  readonly input: PayInput;
}
export interface TakenIn {
  readonly started: StartResult;
  readonly route: RouteChoice;
  /** The channel's breaker is half-open: the attempt is `created` only, and needs the trial before it may be sent. */
  readonly onTrial: boolean;
  readonly amountMinor: bigint;
  /** What the payer reads at the bank; the same words payments keeps. */
  readonly subject: string;
  readonly document: DecisionDocument;
  /** What is said where bills that were under way are free again, and nothing may be opened on this route. */
  readonly otherwise: { readonly reason: string; readonly next: string };
  /** What may be tried unasked. */
  readonly method: Method | 'any';
}
export type IntakeAnswer = Result<TakenIn, CheckoutFailure>;

/** Refusals: `checkout.no-way`, and those of `startPayments` inside `started`. Throws `Overloaded` when too many wait. */
export const takeIn: (item: IntakeItem) => Promise<IntakeAnswer> = createBatcher({
  max: 128,
  waitingMax: 5_000,
  keyOf: (item) => item.ctx.institutionId,
  run: (items) => takeInOne(items[0]!.ctx.institutionId, items),
});

async function takeInOne(institutionId: InstitutionId, items: readonly IntakeItem[]): Promise<IntakeAnswer[]> {
  const deps = items[0]!.deps;
  const bills = await readOwed(
    institutionId,
    items.flatMap((i) => i.input.billIds),
  );
  const prepared = await Promise.all(items.map((item) => prepare(item, bills)));
  const ready = prepared.filter((p): p is Prepared => 'request' in p);
  const started =
    ready.length > 0
      ? await startPayments(
          deps,
          ready.map((p) => p.request),
        )
      : [];
  const answerOf = new Map(ready.map((p, i): [Prepared, StartResult] => [p, started[i]!]));
  return prepared.map((p): IntakeAnswer => {
    if (!('request' in p)) return p;
    const { request, ...rest } = p;
    return ok({ ...rest, started: answerOf.get(p)!, route: request.route });
  });
}

interface Prepared extends Omit<TakenIn, 'started' | 'route'> {
  readonly request: StartRequest;
}

async function prepare(
  item: IntakeItem,
  bills: ReadonlyMap<BillId, Owed>,
): Promise<Prepared | Extract<IntakeAnswer, { ok: false }>> {
  const { ctx, input, deps } = item;
  const mine = input.billIds.map((id) => bills.get(id));
  const owed = mine.filter((bill) => bill !== undefined);
  const family = await familyToPay(ctx, owed);
  // "Not yours" looks like "not there", before anything else is said.
  if (owed.length < mine.length || family === null) return err('payments.bill-not-found');
  const parts = partsOf(input.billIds, bills, input.part);
  const amountMinor = [...parts.values()].reduce((sum, minor) => sum + minor, 0n);
  const facts = await paymentFacts(ctx, owed);
  const request = routeRequestOf(owed, { key: input.idempotencyKey, amountMinor, method: input.method, tried: [] }, facts);
  const document = await decideRoute(ctx, deps.clock, request);
  // A channel the payer named is never exchanged silently: the button said where the money goes.
  const ways = input.channel ? document.plan.filter((c) => c === input.channel) : document.plan;
  const wanted = await reserveWay(ctx, deps.clock, { key: input.idempotencyKey, amountMinor }, ways);
  const preferred = wanted.channel ?? busyChannel(document, owed);
  const route = routeOf(document, preferred, { asked: input.method, allowed: request.allowedMethods });
  if (!route) {
    // A limit that was used up since the decision read it is a reason of its own; what is full is not proposed.
    const full = wanted.channel === null ? wanted.full : null;
    const next = nextWay(document, full ? ways : [])?.channel ?? '';
    return err('checkout.no-way', { reason: full ?? reasonOf(document, input.channel), next });
  }
  const start: StartRequest = {
    ctx,
    idempotencyKey: input.idempotencyKey,
    billIds: input.billIds,
    expectedMinor: input.expectedMinor,
    ...(input.part !== undefined && { parts }),
    ...(family.length > 0 && { alsoPayerIds: family }),
    route,
    submit: !needsTrial(document, route.channel),
    // The way of bills that are under way was not chosen and nothing is reserved for it: it may open nothing.
    ...(wanted.channel === null && { resumeOnly: true }),
  };
  const onTrial = needsTrial(document, route.channel);
  const otherwise = { reason: reasonOf(document, input.channel), next: nextWay(document, [])?.channel ?? '' };
  return { request: start, onTrial, amountMinor, subject: subjectOf(input.billIds, bills), document, method: methodOf(input), otherwise };
}

/** The others of the payer's family where some of these bills are theirs, empty where all are the payer's own; null = somebody else's bill is among them. */
export async function familyToPay({ actor, ...ctx }: Ctx, owed: readonly Pick<Owed, 'payerId'>[]): Promise<readonly PayerId[] | null> {
  if (actor.kind !== 'payer' || owed.every((bill) => bill.payerId === actor.payerId)) return [];
  const family = (await familyOf({ ...ctx, actor })).map((one) => one.payerId);
  return owed.every((bill) => bill.payerId === actor.payerId || family.includes(bill.payerId)) ? family : null;
}

export interface Owed {
  readonly id: BillId;
  readonly payerId: PayerId;
  readonly currency: string;
  readonly openMinor: bigint;
  /** What is left of the instalment that is next; null = due in one sum. */
  readonly nextPartMinor: bigint | null;
  readonly methods: readonly string[];
  readonly title: string;
  /** Held by a payment, or paid. */
  readonly busy: boolean;
  readonly planId: string;
  readonly planVersion: number;
}

/** What is to be paid of each bill: all that is open, unless the payer wishes less and the bill has such a part. A sum is of one bill only. */
export function partsOf(billIds: readonly BillId[], bills: ReadonlyMap<BillId, Owed>, part: PartWish | undefined): Map<BillId, bigint> {
  const ids = [...new Set(billIds)];
  return new Map(ids.flatMap((id): [BillId, bigint][] => {
    const bill = bills.get(id);
    if (!bill) return [];
    if (part === 'next') return [[id, bill.nextPartMinor ?? bill.openMinor]];
    return [[id, part !== undefined && ids.length === 1 ? BigInt(part) : bill.openMinor]];
  }));
}

/** As payments writes it: the first bill's title, and how many there are. */
function subjectOf(billIds: readonly BillId[], bills: ReadonlyMap<BillId, Owed>): string {
  const ids = [...new Set(billIds)].sort();
  const title = bills.get(ids[0]!)?.title ?? '';
  return `${title.slice(0, 40)}${ids.length > 1 ? ` 等${ids.length}项` : ''}`;
}

/** What is open on these bills, without locking: the start locks and looks again. */
async function readOwed(institutionId: InstitutionId, billIds: readonly BillId[]): Promise<Map<BillId, Owed>> {
  return inOneTrip({ institutionId }, (tx) => owedBills(tx, billIds));
}

export async function owedBills(tx: SqlTx, billIds: readonly BillId[]): Promise<Map<BillId, Owed>> {
  const ids = [...new Set(billIds)];
  const rows = await tx.$queryRaw<
    { id: string; payer_id: string; currency: string; open: bigint; methods: unknown; title_zh: string; busy: boolean; plan_id: string; plan_version: number; next_part: bigint | null }[]
  >`
    SELECT b.id, b.payer_id, b.currency, b.total_minor - b.paid_minor AS open, b.methods, b.title_zh, b.plan_id, b.plan_version, b.next_part_minor AS next_part,
      (h.bill_id IS NOT NULL OR b.total_minor <= b.paid_minor) AS busy
    FROM bill b LEFT JOIN bill_hold h ON h.bill_id = b.id WHERE b.id = ANY(${ids})`;
  return new Map(
    rows.map((r) => [
      r.id as BillId,
      {
        id: r.id as BillId,
        payerId: r.payer_id as PayerId,
        currency: r.currency,
        openMinor: r.open,
        nextPartMinor: r.next_part,
        methods: Array.isArray(r.methods) ? r.methods.map(String) : [],
        title: r.title_zh,
        busy: r.busy,
        planId: r.plan_id,
        planVersion: r.plan_version,
      },
    ]),
  );
}

/** Methods that every one of the bills allows. */
export const commonMethods = (owed: readonly Pick<Owed, 'methods'>[]): string[] =>
  (owed[0]?.methods ?? []).filter((method) => owed.every((bill) => bill.methods.includes(method)));

export function routeRequestOf(
  owed: readonly Owed[],
  wish: Pick<RouteRequest, 'key' | 'amountMinor' | 'method' | 'tried'>,
  facts: PaymentFacts = {},
): RouteRequest {
  return { ...wish, ...facts, currency: owed[0]?.currency ?? '', allowedMethods: commonMethods(owed) };
}

/** Bills that are held or paid answer by themselves in startPayments, whatever the weather at the banks; any account will do for asking. */
function busyChannel(document: DecisionDocument, owed: readonly Owed[]): string | null {
  return owed.some((bill) => bill.busy) ? (document.candidates[0]?.channel ?? null) : null;
}

/** What payments store as the attempt's route; null when the channel does not stand in the decision. */
export function routeOf(
  document: DecisionDocument,
  channel: string | null,
  wish: { asked: string; allowed: readonly string[] },
): RouteChoice | null {
  const candidate = document.candidates.find((c) => c.channel === channel);
  if (!candidate || !isChannelCode(candidate.channel)) return null;
  return {
    accountId: candidate.accountId as ChannelAccountId,
    channel: candidate.channel,
    method: methodFor(candidate.channel, wish),
    configVersion: document.configVersion,
    document: { ...document, chosen: candidate.channel },
  };
}

/** The best way that is left, for a one-tap switch. */
export function nextWay(document: DecisionDocument, tried: readonly string[]): NextWay | null {
  const channel = document.plan.find((c) => !tried.includes(c));
  return channel && isChannelCode(channel) ? { channel, method: CAPABILITIES[channel].method } : null;
}

function reasonOf(document: DecisionDocument, wanted: ChannelCode | undefined): string {
  const closest =
    document.candidates.find((c) => c.channel === wanted) ?? document.candidates.find((c) => c.reason !== 'method-not-chosen');
  return closest?.reason ?? 'no-account';
}
