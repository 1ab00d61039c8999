/** Runs seeds: a town, four banks, processes that die, and the real commands; then asks whether money was right. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { entryOf } from '@/lib/ledger';
import { fillDisorder } from './disorder';
import { Banks, CALM, type Disorder } from './banks';
import { bugEvidence, type BugName } from './bugs';
import { alwaysTrue, finallyTrue, Watch, type Dump } from './invariants';
import { createMemoryStore, MemoryDatabase } from './memory-store';
import { Operator } from './operator';
import { Office } from './office';
import { livePayer } from './payers';
import { RefundBank } from './refund-bank';
import { RefundDesk } from './refund-desk';
import { foundTown, type Town } from './town';
import { START, World } from './world';
import { instant, MINUTE_MS } from '@/lib/kernel/time';
import type { Suspense } from '@/lib/payments/rows';
import type { MoneyStore } from '@/lib/payments/store';

export interface Violation {
  readonly seed: number;
  readonly name: string;
  readonly about: string;
  readonly atMs: number;
}
export interface SeedResult {
  readonly seed: number;
  readonly events: number;
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly trail: readonly string[];
  /** What the seed went through, so that a run can show that it exercised what it claims. */
  readonly seen: Readonly<Record<string, number>>;
}
/** Where a seed keeps its money: memory, or a database (pg-backend.ts). */
export interface Backend {
  readonly store: MoneyStore;
  found(town: Town): Promise<void>;
  dump(town: Town): Promise<Dump>;
  /** Others agree that this held money goes back; where nothing asks for it, absent. */
  consent?(institutionId: InstitutionId, item: Suspense): Promise<void>;
}

const STORM_MS = 75 * MINUTE_MS;
const SETTLE_MS = 140 * MINUTE_MS;
const CHECK_EVERY_MS = 10 * MINUTE_MS;

export async function runSeed(seed: number, options: { bug?: BugName; backend?: Backend; trailMax?: number } = {}): Promise<SeedResult> {
  const world = new World(seed, options.trailMax ?? 0);
  const violations: Violation[] = [];
  const violate = (name: string, about: string): void => {
    if (violations.length < 20) violations.push({ seed, name, about, atMs: world.now() - START });
  };
  const disorder: Disorder = fillDisorder(world);
  const banks = new Banks(world, disorder);
  const town = foundTown(world);
  const backend = options.backend ?? memoryBackend();
  await backend.found(town);
  const watch = new Watch(world, banks, violate);
  banks.onPaid = (order) => watch.paid(order);
  const office = new Office(world, banks, backend.store, options.bug, (effects) => watch.committed(effects));
  banks.onCallback = (contract, eventKey, evidence) =>
    office.callback(contract, eventKey, bugEvidence(options.bug, evidence, banks.order(evidence.channel, evidence.orderNo)?.amountMinor));
  office.open();
  const operator = new Operator(world, office, town, backend.consent);
  const refunds = new RefundDesk(world, banks, new RefundBank(world, banks), options.bug);
  const askForRefunds = (dump: Dump): void => {
    const credited = new Set(dump.files.flatMap((f) => f.attempts.filter((a) => a.status === 'succeeded').map((a) => `${a.channel} ${a.orderNo}`)));
    for (const [key, order] of banks.orders) if (credited.has(key) && world.chance(0.3)) refunds.ask(order);
  };
  for (const payer of town.payers) livePayer({ world, banks, web: () => office.web }, payer);

  const check = async (): Promise<Dump> => {
    const dump = await backend.dump(town);
    alwaysTrue(dump, violate);
    return dump;
  };
  for (let at = CHECK_EVERY_MS; at <= STORM_MS && violations.length === 0; at += CHECK_EVERY_MS) {
    await world.runUntil(instant(START + at));
    askForRefunds(await check());
    if (world.chance(0.3)) await operator.decideAll(() => backend.dump(town));
  }
  banks.disorder = CALM;
  await world.runUntil(instant(START + STORM_MS + SETTLE_MS));
  await office.readStatements(options.bug);
  await operator.decideAll(() => backend.dump(town));
  await world.runUntil(instant(START + STORM_MS + SETTLE_MS + 30 * MINUTE_MS));
  const last = await check();
  finallyTrue(last, banks, violate);
  refunds.finallyTrue(violate);
  if (world.failure !== undefined)
    violate('exception', world.failure instanceof Error ? `${world.failure.name}: ${world.failure.message}`.slice(0, 300) : 'unknown');
  return { seed, events: world.events, hash: world.hash(), violations, trail: world.trail, seen: { ...world.counts, ...seenIn(last) } };
}

function seenIn(dump: Dump): Record<string, number> {
  const seen: Record<string, number> = {};
  const count = (name: string): void => {
    seen[name] = (seen[name] ?? 0) + 1;
  };
  for (const file of dump.files) {
    count(`payment ${file.payment.status}`);
    for (const a of file.attempts) count(`attempt ${a.status}`);
  }
  for (const s of dump.suspense) count(`suspense ${s.kind} ${s.status}`);
  return seen;
}

function memoryBackend(): Backend {
  const db = new MemoryDatabase();
  return {
    store: createMemoryStore(db),
    found: async (town) => {
      for (const { institutionId, ...bill } of town.bills) {
        db.addBill(institutionId, bill);
        const entry = entryOf({
          key: `bill:${bill.id}`,
          kind: 'bill-issued',
          at: START,
          subjectKind: 'bill',
          subjectId: bill.id,
          currency: bill.currency,
          amountMinor: bill.totalMinor,
          lines: [{ account: '6001.fee', amountMinor: bill.totalMinor }],
        });
        db.entries.set(entry.key, entry);
      }
    },
    dump: async () => {
      const balances = new Map<string, bigint>();
      for (const entry of db.entries.values())
        for (const l of entry.lines) balances.set(l.account, (balances.get(l.account) ?? 0n) + l.amountMinor);
      return {
        files: [...db.view.files.values()],
        bills: [...db.view.bills.values()],
        suspense: db.suspenseItems(),
        allocations: db.allocations,
        balances,
        unbalancedEntries: 0,
        inquiries: new Set(db.inquiries.keys()),
      };
    },
  };
}

export interface SimulationOptions {
  readonly seeds: number;
  /** First seed; with `seeds: 1` it replays that one. */
  readonly seed?: number;
  readonly bug?: BugName;
  /** Seeds run on PostgreSQL (DATABASE_APP_URL) instead of memory. */
  readonly pg?: boolean;
  /** Stop at the first seed with a violation. */
  readonly stopAtFirst?: boolean;
}
export interface SimulationReport {
  readonly seeds: number;
  readonly events: number;
  readonly violations: readonly Violation[];
  /** Over all seeds; equal inputs give equal hashes. */
  readonly hash: string;
  readonly seen: Readonly<Record<string, number>>;
}

export async function runSimulation(options: SimulationOptions): Promise<SimulationReport> {
  const first = options.seed ?? 1;
  let events = 0;
  let run = 0;
  let hash = 0n;
  const violations: Violation[] = [];
  const seen: Record<string, number> = {};
  const backendOf = options.pg ? (await import('./pg-backend')).pgBackend : undefined;
  for (let seed = first; seed < first + options.seeds; seed++) {
    const result = await runSeed(seed, { ...(options.bug && { bug: options.bug }), ...(backendOf && { backend: backendOf() }) });
    run++;
    events += result.events;
    violations.push(...result.violations);
    for (const [name, n] of Object.entries(result.seen)) seen[name] = (seen[name] ?? 0) + n;
    hash = (hash * 0x100000001b3n + BigInt(`0x${result.hash}`)) & 0xffffffffffffffffn;
    if (options.stopAtFirst && violations.length > 0) break;
  }
  return { seeds: run, events, violations: violations.slice(0, 100), hash: hash.toString(16).padStart(16, '0'), seen };
}
