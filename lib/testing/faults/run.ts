/** Runs the matrix: all cells live at once in one world, then each is judged by its bank. */
import { CHANNELS, type ChannelCode } from '@/lib/channels/model';
import { checkIntegrity } from '@/lib/ledger';
import { makeCtx } from '@/lib/platform/ctx';
import { systemClock } from '@/lib/platform/clock';
import { withTx } from '@/lib/platform/tx';
import type { CatalogueEntry, Onboarded } from './bank';
import { liveDays, type Ward } from './days';
import { runFor } from './drive';
import { judge, type Verdict } from './judge';
import { judgeWard } from './judge-days';
import { inLanes } from './lanes';
import { beginLives, liveToPayment, type Life, type World } from './lives';
import { allFaults, cellsOf, reducedCells, type Cell } from './matrix';
import { openPlace, type Place } from './place';
import { mutateCallbacks, type Heard, type MutationReport } from './mutations';
import { refundAll } from './refunding';
import { foundTown, type Town } from './town';

const LANES = 32;
const HEARD_MAX = 5_000;
const DAY_MS = 86_400_000;
/** After this long a payment of a refund cell must have succeeded. */
const BEFORE_REFUND_MS = 5 * 60_000;
/** Longer than the longest misbehaviour (unclear for 28 hours) and every retry schedule. */
const LIFETIME_MS = 3 * DAY_MS;

export interface Wish {
  /** How many cells of each channel and column; null: all. */
  readonly perColumn: number | null;
  /** Only cells whose `fault channel column` contains each of these words. */
  readonly words: readonly string[];
  /** How many genuine callbacks are changed and shown to the adapters again. */
  readonly mutations: number;
  readonly say: (text: string) => void;
}
export interface MatrixReport {
  readonly cells: readonly Cell[];
  readonly verdicts: readonly Verdict[];
  /** Integrity checks of the ledger that do not hold. */
  readonly broken: readonly string[];
  readonly worldHours: number;
  readonly mutations: MutationReport | null;
}

export async function runMatrix(wish: Wish): Promise<MatrixReport> {
  const heard: Heard[] = [];
  const place: Place = await openPlace({
    heard: (target, headers, body) => { if (heard.length < HEARD_MAX) heard.push({ target, headers, body, at: systemClock.now() }); },
  });
  try {
    return await runIn(place, wish, heard);
  } finally {
    await place.close();
  }
}

async function runIn(place: Place, wish: Wish, heard: readonly Heard[]): Promise<MatrixReport> {
  const catalogue = await place.bank.catalogue();
  const traits = await place.bank.traits();
  const all = cellsOf(catalogue, CHANNELS, traits).filter((c) => wish.words.every((w) => ` ${c.fault} ${c.channel} ${c.column} `.includes(` ${w} `)));
  const run = wish.perColumn === null ? all.filter((c) => c.skip === null) : reducedCells(all, wish.perColumn);
  const channels = CHANNELS.filter((c) => traits.channels.includes(c));
  wish.say(`${all.length} cells, ${run.length} of them to run, over ${channels.length} channels …`);
  const faults = new Map(allFaults(catalogue).map((f) => [f.name, f]));
  const contract = (channel: ChannelCode, notifyUrl: string, merchantName: string): Promise<Onboarded> =>
    place.bank.ask('POST', '/merchants', { channel, merchantName, notifyUrl });
  const began = place.now();
  const lived = await liveOrders(place, run.filter((c) => c.column !== 'statement'), faults, (cells) =>
    foundTown(cells, channels, (channel, notifyUrl) => contract(channel, notifyUrl, '故障矩阵')), wish.say);
  const days = run.filter((c) => c.column === 'statement');
  if (days.length > 0) wish.say(`${days.length} days' files …`);
  const wards = await liveDays(place, days, faults, contract);
  const verdicts = [...lived.verdicts, ...(await verdictsOf(place, wards, days))];
  const broken = new Set<string>();
  for (const town of [lived.town, ...wards.map((w) => w.town)]) for (const name of await brokenChecks(town)) broken.add(name);
  if (wish.mutations > 0) wish.say(`${wish.mutations} changed callbacks …`);
  const elsewhere = (): Promise<Town> => foundTown(0, channels, (channel, notifyUrl) => contract(channel, notifyUrl, '别的机构'), 'elsewhere');
  const mutations = wish.mutations > 0 ? await mutateCallbacks(lived.town, await elsewhere(), heard, wish.mutations) : null;
  return { mutations, cells: all, verdicts, broken: [...broken], worldHours: Math.round((place.now() - began) / 3_600_000) };
}

type Faults = ReadonlyMap<string, CatalogueEntry>;

async function liveOrders(place: Place, run: readonly Cell[], faults: Faults, found: (cells: number) => Promise<Town>, say: Wish['say']): Promise<{ town: Town; verdicts: Verdict[] }> {
  const town = await found(run.length);
  const world: World = { place, town, agenda: [] };
  const began = place.now();
  const lives = await beginLives(world, run.map((cell) => ({ cell, fault: faults.get(cell.fault)! })));
  await inLanes(lives, LANES, (life) => liveToPayment(world, life));
  say('Every payer has been at the bank. Time goes on …');
  await runFor(world, BEFORE_REFUND_MS, began);
  const paid = await succeededOf(world, lives.filter((l) => l.cell.column === 'refund'));
  await refundAll(world, paid);
  say(`${paid.length} refunds were asked for. Three days go by …`);
  await runFor(world, LIFETIME_MS, place.now());
  return { town, verdicts: await judge(world, lives) };
}

async function verdictsOf(place: Place, wards: readonly Ward[], cells: readonly Cell[]): Promise<Verdict[]> {
  const judged = await Promise.all(wards.map(async (ward) => [ward.fault.name, await judgeWard(place, ward)] as const));
  const byFault = new Map(judged);
  return cells.map((cell) => ({ cell, wrong: byFault.get(cell.fault)!.get(cell.channel)! }));
}

async function brokenChecks(town: Town): Promise<string[]> {
  const auditor = makeCtx({ kind: 'user', userId: town.manager, roles: ['auditor'], sessionId: 'ses_faults', name: 'auditor' }, town.institutionId);
  return (await checkIntegrity(auditor)).filter((c) => !c.ok).map((c) => c.name);
}

async function succeededOf(world: World, lives: readonly Life[]): Promise<Life[]> {
  const rows = await withTx(world.town, (tx) => tx.payment.findMany({ where: { status: 'succeeded' }, select: { id: true } }));
  const ids = new Set(rows.map((r) => r.id));
  return lives.filter((l) => ids.has(l.paymentId));
}
