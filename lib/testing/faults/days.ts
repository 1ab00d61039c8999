/**
 * The column `statement`: for each misbehaviour an institution of its own with a contract at every bank. Some are paid and refunded, the bank spoils the
 * day's file, the worker fetches and matches it by its own schedule, the bank mends what it can mend, a clerk asks once more; then the truth file judges.
 */
import { CAPABILITIES, type ChannelCode } from '@/lib/channels/model';
import type { PaymentId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { addDays, instantOf, zoned, type BusinessDate, type Instant } from '@/lib/kernel/time';
import { carryOut, startPayments } from '@/lib/payments';
import type { Attempt } from '@/lib/payments/rows';
import { makeCtx, systemCtx } from '@/lib/platform/ctx';
import { fetchDueStatements, fetchStatement, retryNotYet } from '@/lib/reconciliation';
import { BUILT_IN_RULES } from '@/lib/reconciliation/engine/rule-set';
import { layRules } from '../past';
import type { CatalogueEntry, Onboarded } from './bank';
import { runFor } from './drive';
import { inLanes } from './lanes';
import type { World } from './lives';
import type { Cell } from './matrix';
import type { Place } from './place';
import { refundPayments } from './refunding';
import { foundTown, type Town } from './town';

/** Of each channel: one payment that is struck where a row is, one that is refunded. */
const PAYMENTS = 2;
const LANES = 4;
const ZONE = 'Asia/Shanghai';
const MINUTE_MS = 60_000;
const SLOW_MS = 200;
/** What only a person can notice: a file that was taken as it came and has a better one now. */
const ASKED_AGAIN = new Set(['statement-reissued', 'statement-truncated']);

export interface WardPayment {
  readonly channel: ChannelCode;
  readonly paymentId: PaymentId;
  readonly attempt: Attempt;
  readonly minor: bigint;
  readonly refunded: boolean;
}
export interface Ward {
  readonly fault: CatalogueEntry;
  readonly town: Town;
  readonly channels: readonly ChannelCode[];
  readonly merchants: ReadonlyMap<ChannelCode, string>;
  readonly payments: readonly WardPayment[];
  readonly day: BusinessDate;
  readonly rules: number[];
  /** What the clerk was told who asked for the day again and did not get it. */
  readonly refused: Map<ChannelCode, string>;
}

type Contract = (channel: ChannelCode, notifyUrl: string, merchantName: string) => Promise<Onboarded>;

/** Lives through a day and the two after it. Answers what is to be judged. */
export async function liveDays(place: Place, cells: readonly Cell[], faults: ReadonlyMap<string, CatalogueEntry>, contract: Contract): Promise<Ward[]> {
  if (cells.length === 0) return [];
  const day = addDays(zoned(place.now(), ZONE).date, 1);
  await until(place, instantOf(day, '09:00', ZONE));
  const wards: Ward[] = [];
  await inLanes([...Map.groupBy(cells, (c) => c.fault)], LANES, async ([name, mine]) => {
    wards.push(await openWard(place, faults.get(name)!, mine.map((c) => c.channel), day, contract));
  });
  const world: World = { place, town: wards[0]!.town, agenda: [] };
  await inLanes(wards, LANES, (ward) => pay(place, ward));
  await runFor(world, 3 * MINUTE_MS, place.now());
  await inLanes(wards, LANES, (ward) => giveBack(place, ward));
  await runFor(world, 20 * MINUTE_MS, place.now());
  await inLanes(wards, LANES, (ward) => spoilFile(place, ward));
  const next = addDays(day, 1);
  for (const time of ['10:30', '11:00', '12:00', '15:00']) await reconcile(place, wards, instantOf(next, time, ZONE));
  await inLanes(wards, LANES, (ward) => mend(place, ward));
  for (const time of ['18:00', '21:00']) await reconcile(place, wards, instantOf(next, time, ZONE));
  await reconcile(place, wards, instantOf(addDays(day, 2), '11:00', ZONE));
  await inLanes(wards.filter((w) => ASKED_AGAIN.has(w.fault.name)), LANES, askOnceMore);
  await reconcile(place, wards, instantOf(addDays(day, 2), '15:00', ZONE));
  return wards;
}

const until = async (place: Place, at: Instant): Promise<void> => { if (at > place.now()) await place.advance(at - place.now()); };

async function openWard(place: Place, fault: CatalogueEntry, channels: readonly ChannelCode[], day: BusinessDate, contract: Contract): Promise<Ward> {
  const merchants = new Map<ChannelCode, string>();
  const town = await foundTown(channels.length * PAYMENTS, channels, async (channel, notifyUrl) => {
    const made = await contract(channel, notifyUrl, `对账 ${fault.name}`);
    merchants.set(channel, made.merchantNo);
    return made;
  }, fault.name);
  if (fault.name === 'statement-fee-differs') await agreeOnFees(place, town, channels);
  const ctx = makeCtx({ kind: 'payer', payerId: town.payerId }, town.institutionId);
  const route = (i: number): ChannelCode => channels[Math.floor(i / PAYMENTS)]!;
  const started = await startPayments(place.payments, town.bills.map((bill, i) => ({
    ctx, idempotencyKey: `day-${String(i).padStart(8, '0')}`, billIds: [bill.id], route: town.routeTo(route(i)),
  })));
  const payments = started.map((result, i): WardPayment => {
    const { paymentId, attempt } = must(result);
    return { channel: route(i), paymentId, attempt: attempt!, minor: town.bills[i]!.minor, refunded: i % PAYMENTS === 1 };
  });
  return { fault, town, channels, merchants, payments, day, rules: [], refused: new Map() };
}

/** The contract's fees as the rules know them: only then can a fee be another one. */
async function agreeOnFees(place: Place, town: Town, channels: readonly ChannelCode[]): Promise<void> {
  const bps = Object.fromEntries(channels.map((c) => [c, CAPABILITIES[c].feeBps]));
  const { version: _built, ...rules } = BUILT_IN_RULES;
  await layRules(place.database.adminUrl, town.institutionId, { ...rules, fees: { ...rules.fees, bps } });
}

const strikes = (ward: Ward, operation: string): boolean => ward.fault.strikes.includes(operation);

/** Paid over the wire. What strikes a payment or its refund begins here. */
async function pay(place: Place, ward: Ward): Promise<void> {
  const { town, fault } = ward;
  for (const { channel, paymentId, attempt, refunded } of ward.payments) {
    if (strikes(ward, 'pay') && !refunded) await place.bank.rule({ fault: fault.name, channel, orderNo: attempt.orderNo, operation: 'pay' });
    if (strikes(ward, 'refund') && !strikes(ward, 'statement') && refunded) await place.bank.rule({ fault: fault.name, channel, orderNo: attempt.orderNo, operation: 'refund' });
    const told = await carryOut(place.payments, town.institutionId, { id: paymentId, subject: '保教费', payerIp: '127.0.0.1' }, attempt);
    if (told.present && !CAPABILITIES[channel].createCallsBank) await place.bank.arrive(channel, told.present);
    await place.bank.pay(channel, attempt.orderNo);
  }
}

async function giveBack(place: Place, ward: Ward): Promise<void> {
  await refundPayments({ place, town: ward.town }, ward.payments.filter((p) => p.refunded).map((p) => ({
    paymentId: p.paymentId, amountMinor: CAPABILITIES[p.channel].refund.partial ? p.minor / 4n : p.minor, key: `day-refund-${p.paymentId}`,
  })));
}

/** From here on the bank misbehaves where the file is concerned: rows of one payment each where the fault is about rows. */
async function spoilFile(place: Place, ward: Ward): Promise<void> {
  if (!strikes(ward, 'statement')) return;
  const { fault } = ward;
  for (const channel of ward.channels) {
    const merchantNo = ward.merchants.get(channel)!;
    // Patience teaches nothing here: what is slow is a little slow.
    const params: Record<string, number> = fault.params.ms === undefined ? {} : { ms: SLOW_MS };
    ward.rules.push(await place.bank.rule({ fault: fault.name, channel, merchantNo, orderNo: null, operation: 'statement', params }));
  }
}

/** What a bank puts right by itself; rows that are wrong stay wrong. */
const STAYS = new Set([
  'statement-missing-row', 'statement-extra-row', 'statement-amount-differs', 'statement-fee-differs', 'statement-duplicate-row', 'statement-next-day-row',
  'statement-refund-next-day', 'statement-number-respelled', 'statement-other-encoding', 'statement-byte-order-mark', 'statement-bare-line-ends', 'statement-trailing-blanks',
]);

async function mend(place: Place, ward: Ward): Promise<void> {
  if (STAYS.has(ward.fault.name)) return;
  for (const rule of ward.rules.splice(0)) await place.bank.ask('DELETE', `/rules/${rule}`);
}

/** The worker's rounds at that hour. */
async function reconcile(place: Place, wards: readonly Ward[], at: Instant): Promise<void> {
  await until(place, at);
  await inLanes(wards, LANES, async ({ town }) => {
    await fetchDueStatements(systemCtx('statements', town.institutionId));
    await retryNotYet(systemCtx('matching', town.institutionId));
  });
}

/** A clerk asks for the day again: a bank that has sent a corrected file sends it to whoever asks. */
async function askOnceMore(ward: Ward): Promise<void> {
  const clerk = makeCtx({ kind: 'user', userId: ward.town.clerk, roles: ['accountant'], sessionId: 'ses_days', name: 'clerk' }, ward.town.institutionId);
  for (const channel of ward.channels) {
    const fetched = await fetchStatement(clerk, { channel, date: ward.day });
    if (!fetched.ok) ward.refused.set(channel, fetched.error.code);
  }
}
