/**
 * Full payments per second (P2): intake over HTTP → amounts from bills → routing → payment and attempt committed → channel called → signed callback
 * over HTTP → verified, stored raw, acknowledged → posted, bill credited, outbox written. Against TPC-B on the same server in the same minute.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { closeConnections } from '@/lib/platform/db';
import { withClient } from '@/scripts/db/logins';
import { freePort } from '@/scripts/postgres/server';
import { youngSpace } from '@/scripts/young-space';
import type { BenchBank, BenchChannel } from './payments/bank';
import { auditBooks } from './payments/audit';
import { serverSeconds } from './payments/cpu';
import { createLeanBank } from './payments/lean-bank';
import { createClient, noTimes, payAll, watchPosted, type Client, type Round, type Times } from './payments/load';
import { openPlace, type Place } from './payments/place';
import { startSandboxBank } from './payments/sandbox';
import { forgetStatements, writeStatements } from './payments/statements';
import { measureTpcb, prepareTpcb, type Rate } from './payments/tpcb';
import { foundTown, type BenchBill } from './payments/town';

const MIXES: Readonly<Record<string, { channels: readonly BenchChannel[]; method: string; says: string }>> = {
  mix: { channels: ['wechat', 'ccb'], method: 'any', says: 'the router chooses between WeChat native (a signed call, a sealed and signed callback) and CCB (a redirect, a signed callback)' },
  wechat: { channels: ['wechat'], method: 'wechat', says: 'WeChat native only' },
  ccb: { channels: ['ccb'], method: 'bank', says: 'CCB redirect only' },
};
/** Paid before the clock starts, so that compilers and caches are warm, as they are in a server that runs all day. */
const WARM_SHARE = 0.5;
/**
 * Payments and TPC-B take turns, so that whatever else the machine does meets both. A turn takes seconds: its first and last tenths, in which
 * the payers of a closed loop arrive and leave, are not what a server does all day.
 */
const TURNS = 4;
const BASELINE_SECONDS = 2;

interface Options { readonly channel: string; readonly bills: number; readonly clients: number; readonly sandbox: boolean; readonly profile: string | undefined }

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({ args: [...argv], options: {
    channel: { type: 'string', default: 'mix' }, bills: { type: 'string', default: '40000' }, clients: { type: 'string', default: '224' },
    sandbox: { type: 'boolean', default: false }, profile: { type: 'string' },
  } });
  if (!(values.channel in MIXES)) throw new Error(`--channel is one of ${Object.keys(MIXES).join(', ')}`);
  return { channel: values.channel, bills: Number(values.bills), clients: Number(values.clients), sandbox: values.sandbox, profile: values.profile };
}

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const options = optionsOf(argv);
  const place = await openPlace();
  const open: (() => Promise<unknown>)[] = [() => place.close()];
  try {
    return await measure(options, place, open);
  } finally {
    for (const close of open.reverse()) await close();
  }
}

async function measure(options: Options, place: Place, open: (() => Promise<unknown>)[]): Promise<Record<string, unknown>> {
  const mix = MIXES[options.channel]!;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    BAFANG_ENV: 'test', BAFANG_MASTER_KEY: '62656e6368'.repeat(7).slice(0, 64), DATABASE_APP_URL: place.appUrl, PUBLIC_URL: origin, PORT: String(port), LOG_LEVEL: 'warn',
  });
  const client = createClient(origin, options.clients);
  open.push(() => client.close());
  const bank = await openBank(options, place, client);
  open.push(() => bank.close());
  await prepareTpcb(place);
  const town = await foundTown(bank, mix.channels, options.bills);
  await bank.warmUp(options.channel === 'ccb' ? 0 : options.bills);
  await closeConnections();
  await withClient(place.adminUrl, async (admin) => { await admin.query('VACUUM ANALYZE'); await admin.query('CHECKPOINT'); });
  const web = await startWeb();
  open.push(() => web.stop());
  const watch = await watchPosted(place.adminUrl);
  open.push(() => watch.close());

  const round = { bank, client, watch, method: mix.method, clients: options.clients };
  const warm = Math.floor(options.bills * WARM_SHARE);
  await payAll(round, town.bills.slice(0, warm), noTimes());
  // What autovacuum does within the first minute of a table's life: until then the planner takes every table to be empty.
  await withClient(place.adminUrl, async (admin) => { await admin.query('VACUUM ANALYZE'); });
  const times = noTimes();
  if (options.profile) {
    await forgetStatements(place.adminUrl);
    await web.profile(null);
  }
  const baselines = [await measureTpcb(place, BASELINE_SECONDS)];
  const turns: Turn[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const from = warm + Math.floor(((options.bills - warm) * turn) / TURNS);
    const to = warm + Math.floor(((options.bills - warm) * (turn + 1)) / TURNS);
    turns.push(await takeTurn(round, web, town.bills.slice(from, to), times));
    baselines.push(await measureTpcb(place, BASELINE_SECONDS));
  }
  if (options.profile) {
    await web.profile(options.profile);
    await writeStatements(place.adminUrl, options.profile);
  }
  const audit = await auditBooks(place.adminUrl, { payments: options.bills, acknowledged: client.acknowledged() }, await bank.paid());
  return {
    ...figures(options.bills - warm, turns, baselines, times), audit: audit.ok ? 'ok' : 'failed', ...(audit.wrong.length > 0 && { wrong: audit.wrong }),
    counts: audit.counts, mix: { what: mix.says, ...sumOf(turns.map((t) => t.perChannel)) }, bank: bank.name, clients: options.clients, warmUp: warm, settings: place.settings,
  };
}

interface Turn {
  readonly seconds: number;
  readonly perChannel: Readonly<Record<string, number>>;
  /** Processor milliseconds by program. */
  readonly cpuMs: { readonly web: number; readonly loadAndBank: number; readonly database: number };
}

async function takeTurn(round: Round, web: Web, bills: readonly BenchBill[], times: Times): Promise<Turn> {
  const ms = (used: NodeJS.CpuUsage): number => (used.user + used.system) / 1_000;
  const [webBefore, server, own] = [ms(await web.usage()), serverSeconds(round.watch.backend), process.cpuUsage()];
  const { seconds, perChannel } = await payAll(round, bills, times);
  const loadAndBank = ms(process.cpuUsage(own));
  const database = ((serverSeconds(round.watch.backend) ?? Number.NaN) - (server ?? Number.NaN)) * 1_000;
  return { seconds, perChannel, cpuMs: { web: ms(await web.usage()) - webBefore, loadAndBank, database } };
}

function figures(payments: number, turns: readonly Turn[], baselines: readonly Rate[], times: Times): Record<string, unknown> {
  const seconds = turns.reduce((sum, t) => sum + t.seconds, 0);
  const baseline = baselines.reduce((sum, b) => sum + b.perSecond, 0) / baselines.length;
  const perPayment = (of: keyof Turn['cpuMs']): number => round2(turns.reduce((sum, t) => sum + t.cpuMs[of], 0) / payments);
  return {
    payments, seconds: round2(seconds), perSecond: Math.round(payments / seconds), p50Ms: at(times.postedMs, 0.5), p95Ms: at(times.postedMs, 0.95),
    p99Ms: at(times.postedMs, 0.99), intakeP50Ms: at(times.intakeMs, 0.5), intakeP99Ms: at(times.intakeMs, 0.99),
    callbackAckP50Ms: at(times.ackMs, 0.5), callbackAckP99Ms: at(times.ackMs, 0.99),
    baseline: { what: 'TPC-B, node pg, 8 connections', perSecond: Math.round(baseline), turns: baselines.map((b) => Math.round(b.perSecond)), scale: 20,
      cpuMsPerTransaction: round2(baselines.reduce((sum, b) => sum + (b.cpuMs ?? Number.NaN), 0) / baselines.length) },
    ratioToBaseline: round2(payments / seconds / baseline),
    cpuMsPerPayment: { web: perPayment('web'), loadAndBank: perPayment('loadAndBank'), database: perPayment('database') },
  };
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const count of counts) for (const [name, n] of Object.entries(count)) sum[name] = (sum[name] ?? 0) + n;
  return sum;
}

async function openBank(options: Options, place: Place, client: Client): Promise<BenchBank> {
  if (!options.sandbox) return createLeanBank((request) => client.deliver(request));
  return startSandboxBank((paymentId) => withClient(place.adminUrl, async (admin) =>
    (await admin.query<{ order_no: string }>('SELECT order_no FROM payment_attempt WHERE payment_id = $1', [paymentId])).rows[0]!.order_no));
}

interface Web {
  usage(): Promise<NodeJS.CpuUsage>;
  /** Null starts, a folder ends and writes there. */
  profile(folder: string | null): Promise<void>;
  stop(): Promise<void>;
}

async function startWeb(): Promise<Web> {
  const child: ChildProcess = spawn(process.execPath, [youngSpace('web'), '--import', './scripts/follow-parent.mjs', '--import', 'tsx', 'bench/payments/web.ts'], {
    // A session of its own, as the supervisor gives it: Linux shares the processor between sessions first.
    env: process.env, stdio: ['ignore', 2, 2, 'ipc'], detached: process.platform !== 'win32',
  });
  let stopping = false;
  child.once('exit', (code, signal) => {
    if (stopping) return;
    process.stderr.write(`The server of the benchmark ended by itself (${code ?? signal}).\n`);
    process.exit(1);
  });
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('the server of the benchmark did not start'); })]);
  return {
    usage: async () => {
      const answered = once(child, 'message');
      child.send('usage');
      const [{ cpu }] = (await answered) as [{ cpu: NodeJS.CpuUsage }];
      return cpu;
    },
    profile: async (profile) => {
      const answered = once(child, 'message');
      child.send({ profile });
      await answered;
    },
    stop: async () => {
      stopping = true;
      const gone = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await gone;
    },
  };
}

const sorted = (times: number[]): number[] => times.sort((a, b) => a - b);
const at = (times: number[], share: number): number => round2(sorted(times)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
const round2 = (x: number): number => Math.round(x * 100) / 100;
