/**
 * `routing agree`: two web and two worker processes against one database and one bank. Limits are taken by many payers of both web processes at once;
 * a bank that takes no orders is seen by all of them through one breaker, and its recovery too. Everything between is the product's.
 */
import type { ChildProcess } from 'node:child_process';
import { Agent, request } from 'undici';
import { makePass } from '@/lib/checkout';
import { systemClock } from '@/lib/platform/clock';
import { withTx } from '@/lib/platform/tx';
import { DEFAULT_ROUTING } from '@/lib/routing/model';
import { layRouting } from '../past';
import { sleep } from './floods';
import { openPlace, type Place } from './place';
import { startProcesses, stopProcess } from './processes';
import { foundTown, type Town, type TownBill } from './town';

const WEBS = 2;
const WORKERS = 2;
/** Payers who click at the same moment. */
const LANES = 64;
/** The channel with the limit calls nobody when an order is made, so that the reservation is what is measured; the silent one does. */
const LIMITED = 'alipay';
const SILENT = 'wechat';
const PAUSE_MS = 1_000;
const BREAKER_BILLS = 40;

export interface Agreement {
  readonly webs: number;
  readonly workers: number;
  readonly reservations: number;
  readonly taken: number;
  readonly refused: number;
  readonly limitMinor: string;
  readonly usedMinor: string;
  readonly overrunMinor: string;
  /** What each process was answered: nobody may have been left out. */
  readonly takenByWeb: readonly number[];
  readonly breaker: { readonly moves: readonly string[]; readonly wentThere: number; readonly openSeenBy: number; readonly closedSeenBy: number };
  readonly seconds: number;
  readonly ok: boolean;
}

export async function measureAgreement(reservations: number): Promise<Agreement> {
  const started = performance.now();
  const place = await openPlace();
  const children: ChildProcess[] = [];
  try {
    const town = await foundTown(reservations + BREAKER_BILLS, [SILENT, LIMITED, 'unionpay'], (channel, notifyUrl) =>
      place.bank.ask('POST', '/merchants', { channel, merchantName: '一致学校', notifyUrl }));
    const mine = town.bills.slice(0, reservations);
    // Room for half of what is wanted.
    const limit = mine.reduce((sum, bill) => sum + bill.minor, 0n) / 2n;
    await configure(place, town, limit);
    const webs = await startProcesses(children, { webs: WEBS, workers: WORKERS });
    const payers = new Payers(town, webs);
    const limits = await takeLimits(payers, mine, limit);
    const breaker = await openAndClose(place, town, payers, town.bills.slice(reservations));
    await payers.close();
    const agreed = breaker.moves.join() === 'closed>open,open>half-open,half-open>closed' && breaker.wentThere === 0 && breaker.openSeenBy === WEBS && breaker.closedSeenBy === WEBS;
    const ok = limits.overrunMinor === '0' && limits.fair && agreed;
    const { fair: _, ...figures } = limits;
    return { webs: WEBS, workers: WORKERS, reservations, ...figures, breaker, seconds: Math.round((performance.now() - started) / 100) / 10, ok };
  } finally {
    await Promise.all(children.map(stopProcess));
    await place.close();
  }
}

const configure = (place: Place, town: Town, limit: bigint) => layRouting(place.database.adminUrl, {
  id: `rtc_${town.institutionId}`, institutionId: town.institutionId, version: 1, state: 'active', at: new Date(systemClock.now()),
  document: { ...DEFAULT_ROUTING, breaker: { ...DEFAULT_ROUTING.breaker, pauseMs: PAUSE_MS }, channels: { [LIMITED]: { dayLimitMinor: limit.toString() } } },
});

interface Told {
  readonly web: number;
  readonly minor: bigint;
  readonly status: number;
  readonly step: string;
  readonly channel: string | null;
  readonly reason: string;
}

/** Payers of one institution, each click at one of the web processes. */
class Payers {
  private readonly agent = new Agent({ connections: LANES, pipelining: 1 });
  private readonly pass: string;

  constructor(town: Town, private readonly webs: readonly string[]) {
    this.pass = makePass(town, systemClock.now());
  }

  async click(web: number, bill: TownBill, wish: { method: string; channel?: string }): Promise<Told> {
    const body = JSON.stringify({ billIds: [bill.id], expectedMinor: bill.minor.toString(), idempotencyKey: `agree-${bill.id}-${web}`, ...wish });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.pass}` };
    const answer = await request(`${this.webs[web]!}/api/pay/intake`, { method: 'POST', dispatcher: this.agent, headers, body });
    const said = (await answer.body.json()) as { step?: string; channel?: string | null; details?: { reason?: string } };
    return { web, minor: bill.minor, status: answer.statusCode, step: said.step ?? '', channel: said.channel ?? null, reason: said.details?.reason ?? '' };
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}

async function takeLimits(payers: Payers, bills: readonly TownBill[], limit: bigint) {
  const waiting = bills.map((bill, i) => ({ bill, web: i % WEBS }));
  const told: Told[] = [];
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) told.push(await payers.click(next.web, next.bill, { method: LIMITED, channel: LIMITED }));
  }));
  const taken = told.filter((t) => t.status === 201);
  const used = taken.reduce((sum, t) => sum + t.minor, 0n);
  const refused = told.filter((t) => t.status !== 201);
  // Whoever was turned away would really not have fitted any more, in the end.
  const fair = taken.length + refused.filter((t) => t.reason === 'day-limit').length === told.length && refused.every((t) => used + t.minor > limit);
  return {
    taken: taken.length, refused: refused.length, limitMinor: limit.toString(), usedMinor: used.toString(), overrunMinor: (used > limit ? used - limit : 0n).toString(),
    takenByWeb: Array.from({ length: WEBS }, (_, web) => taken.filter((t) => t.web === web).length), fair,
  };
}

async function openAndClose(place: Place, town: Town, payers: Payers, bills: readonly TownBill[]): Promise<Agreement['breaker']> {
  const left = [...bills];
  const moves = async () => (await withTx(town, (tx) => tx.breaker_event.findMany({ where: { channel: SILENT }, orderBy: { id: 'asc' } }))).map((e) => `${e.from_state}>${e.to_state}`);
  const until = async (what: string) => {
    for (let tries = 0; tries < 600 && !(await moves()).includes(what); tries++) await sleep(50);
    // Every process reads what all know once a second.
    await sleep(1_200);
  };
  await place.bank.ask('POST', '/rules', { fault: 'create-timeout-no-order', channel: SILENT, orderNo: null, operation: 'create' });
  await Promise.all([0, 1, 0].map((web) => payers.click(web, left.pop()!, { method: SILENT, channel: SILENT })));
  await until('closed>open');
  const open = await Promise.all(Array.from({ length: 20 }, (_, i) => payers.click(i % WEBS, left.pop()!, { method: 'any' })));
  await place.bank.ask('DELETE', `/rules?channel=${SILENT}`);
  await until('half-open>closed');
  const closed = await Promise.all(Array.from({ length: WEBS }, (_, web) => payers.click(web, left.pop()!, { method: SILENT, channel: SILENT })));
  const others = open.filter((t) => t.step === 'hand-over' && t.channel !== SILENT);
  return {
    moves: await moves(), wentThere: open.filter((t) => t.channel === SILENT).length, openSeenBy: new Set(others.map((t) => t.web)).size,
    closedSeenBy: new Set(closed.filter((t) => t.step === 'hand-over' && t.channel === SILENT).map((t) => t.web)).size,
  };
}

/** Exit code: 0 when limits held and every process saw the same breaker. */
export async function runAgree(reservations: number, json: boolean): Promise<number> {
  const figures = await measureAgreement(reservations);
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : `${Object.entries(figures).map(([name, value]) => `${name.padEnd(16)} ${JSON.stringify(value)}`).join('\n')}\n`);
  return figures.ok ? 0 : 1;
}
