/** The life of one cell: an order, its payer, its bank's misbehaviour, and perhaps a refund; everything through the product's own commands. */
import { CAPABILITIES, type ChannelCode, type Presentation } from '@/lib/channels/model';
import { must } from '@/lib/kernel/result';
import { plusMs, type Instant } from '@/lib/kernel/time';
import type { PaymentId } from '@/lib/kernel/ids';
import { carryOut, openNextAttempt, startPayments } from '@/lib/payments';
import type { Attempt } from '@/lib/payments/rows';
import { makeCtx } from '@/lib/platform/ctx';
import type { CatalogueEntry } from './bank';
import { WAY_FAULTS, type Place, type WayFault } from './place';
import { isMet, type Cell, type Column } from './matrix';
import type { Town, TownBill } from './town';

export interface OrderName {
  readonly channel: ChannelCode;
  readonly orderNo: string;
}
export interface Life {
  readonly cell: Cell;
  readonly fault: CatalogueEntry;
  readonly bill: TownBill;
  readonly paymentId: PaymentId;
  readonly attempt: Attempt;
  readonly orders: OrderName[];
  readonly rules: number[];
  refunds: number;
}
export interface Later {
  readonly at: Instant;
  run(): Promise<void>;
}

/** An outage ends, and a payer who met it comes back. */
export const OUTAGE_MS = 4 * 60_000;
const COMES_BACK_MS = [60_000, OUTAGE_MS + 60_000];
const START_BATCH = 100;

export interface World {
  readonly place: Place;
  readonly town: Town;
  readonly agenda: Later[];
}

/** Payments of many cells, in few commits. */
export async function beginLives(world: World, cells: readonly { cell: Cell; fault: CatalogueEntry }[]): Promise<Life[]> {
  const { place, town } = world;
  const ctx = makeCtx({ kind: 'payer', payerId: town.payerId }, town.institutionId);
  const lives: Life[] = [];
  for (let from = 0; from < cells.length; from += START_BATCH) {
    const part = cells.slice(from, from + START_BATCH);
    const started = await startPayments(place.payments, part.map(({ cell }, i) => ({
      ctx, idempotencyKey: `cell-${String(from + i).padStart(8, '0')}`, billIds: [town.bills[from + i]!.id], route: town.routeTo(cell.channel),
    })));
    started.forEach((result, i) => {
      const { paymentId, attempt } = must(result);
      const order = { channel: attempt!.channel, orderNo: attempt!.orderNo };
      lives.push({ ...part[i]!, bill: town.bills[from + i]!, paymentId, attempt: attempt!, orders: [order], rules: [], refunds: 0 });
    });
  }
  return lives;
}

/** From the commit to the payer's money: the misbehaviour begins where its column says. */
export async function liveToPayment(world: World, life: Life): Promise<void> {
  const { cell } = life;
  if (cell.column === 'create') await misbehave(world, life, 'create');
  const payment = { id: life.paymentId, subject: '保教费', payerIp: '127.0.0.1' };
  const told = await carryOut(world.place.payments, world.town.institutionId, payment, life.attempt);
  if (told.outcome === 'unknown' && leavesUnseen(cell)) return void (await goElsewhere(world, life));
  if (!told.present) return;
  if (cell.column === 'callback' || cell.column === 'query') await misbehave(world, life, cell.column);
  if (cell.fault === 'callback-out-of-order') await misbehave(world, life, 'callback');
  if (cell.fault === 'paid-twice') return payTwice(world, life, told.present);
  await comeAndPay(world, life, told.present, 0);
}

/** Every second payer who was shown nothing does not wait for the end of an unclear order: it is left behind for another bank's (docs/decisions/051). */
const leavesUnseen = ({ column, fault, channel }: Cell): boolean =>
  column === 'create' && CAPABILITIES[channel].payableOnlyByAnswer === true && (fault.length + channel.length) % 2 === 0;

/** Another way for the same payment; false where the first order has to end before. */
async function goElsewhere({ place, town }: World, life: Life): Promise<boolean> {
  const other = otherThan(life.orders[0]!.channel);
  const next = await openNextAttempt(place.payments, town.institutionId, { paymentId: life.paymentId, route: town.routeTo(other), actor: 'payer' });
  if (!next.ok) return false;
  const { attempt, file } = next.value;
  life.orders.push({ channel: attempt.channel, orderNo: attempt.orderNo });
  const told = await carryOut(place.payments, town.institutionId, file.payment, attempt);
  if (told.present && !CAPABILITIES[other].createCallsBank) await place.bank.arrive(other, told.present);
  if (told.present) await place.bank.pay(other, attempt.orderNo);
  return true;
}

const otherThan = (channel: ChannelCode): ChannelCode => (channel === 'wechat' ? 'alipay' : 'wechat');

async function comeAndPay(world: World, life: Life, present: Presentation, tries: number): Promise<void> {
  const { bank } = world.place;
  const { channel, orderNo } = life.orders[0]!;
  const carriesOrder = !CAPABILITIES[channel].createCallsBank;
  if (carriesOrder && !(await bank.arrive(channel, present)) && !(await bank.truth(channel, orderNo))) {
    const wait = COMES_BACK_MS[tries];
    if (wait !== undefined) later(world, wait, () => comeAndPay(world, life, present, tries + 1));
    return;
  }
  const lateMs = life.attempt.expiresAt - world.place.now();
  if (life.cell.fault === 'paid-at-last-second') later(world, lateMs - 1_000, () => pay(world, channel, orderNo));
  else if (life.cell.fault === 'pay-after-close') later(world, lateMs + OUTAGE_MS, () => pay(world, channel, orderNo));
  else await pay(world, channel, orderNo);
}

/** The first order is closed for another way, and its bank takes the money all the same. */
async function payTwice(world: World, life: Life, present: Presentation): Promise<void> {
  const first = life.orders[0]!;
  if (!CAPABILITIES[first.channel].createCallsBank) await world.place.bank.arrive(first.channel, present);
  if (!(await goElsewhere(world, life))) await pay(world, first.channel, first.orderNo);
}

const pay = async (world: World, channel: string, orderNo: string): Promise<void> => void (await world.place.bank.pay(channel, orderNo));

/** Which of a bank's operations a rule is for, by column; null: all the fault itself names. */
function operationsOf(fault: CatalogueEntry, column: Column): readonly (string | null)[] {
  const wanted = column === 'refund' ? ['refund', 'refund-query'] : [column];
  const struck = wanted.filter((operation) => fault.strikes.includes(operation));
  if (struck.length > 0) return struck;
  return column === 'refund' && fault.strikes.includes('callback') ? ['callback'] : [null];
}

export async function misbehave(world: World, life: Life, column: Column): Promise<void> {
  const { place } = world;
  const { channel, orderNo } = life.orders[0]!;
  const isWay = (WAY_FAULTS as readonly string[]).includes(life.fault.name);
  if (isWay) place.blocked.set(`${column} ${orderNo}`, life.fault.name as WayFault);
  else for (const operation of operationsOf(life.fault, column)) life.rules.push(await place.bank.rule({ fault: life.fault.name, channel, orderNo, operation }));
  const beside = besideOf(life.fault, column);
  if (beside) await place.bank.rule({ fault: beside, channel, orderNo, operation: null });
  else if (column === 'query' && life.fault.name !== 'query-contradicts-callback') await place.bank.rule({ fault: 'callback-lost', channel, orderNo, operation: 'callback' });
  if (!isOutage(life.fault)) return;
  later(world, OUTAGE_MS, async () => {
    place.blocked.delete(`${column} ${orderNo}`);
    for (const rule of life.rules.splice(0)) await place.bank.ask('DELETE', `/rules/${rule}`);
  });
}

/** What else goes wrong with the same order. */
function besideOf(fault: CatalogueEntry, column: Column): string | null {
  if (isMet(fault, column)) return 'query-unknown';
  return column === 'callback' && !fault.strikes.includes('callback') ? 'callback-duplicate' : null;
}

/** What would go on for ever ends after a while, as outages do. */
const isOutage = (fault: CatalogueEntry): boolean => fault.params.times === undefined && fault.strikes.some((o) => o === 'query' || o === 'refund-query' || o === 'create');

export function later(world: World, ms: number, run: () => Promise<void>): void {
  world.agenda.push({ at: plusMs(world.place.now(), Math.max(0, ms)), run });
}
