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
import type { BenchBank, BenchChannel } from './payments/bank';
import { auditBooks } from './payments/audit';
import { createLeanBank } from './payments/lean-bank';
import { createClient, noTimes, payAll, watchPosted, type Client } from './payments/load';
import { openPlace, type Place } from './payments/place';
import { startSandboxBank } from './payments/sandbox';
import { forgetStatements, writeStatements } from './payments/statements';
import { measureTpcb, prepareTpcb } from './payments/tpcb';
import { foundTown } from './payments/town';

const MIXES: Readonly<Record<string, { channels: readonly BenchChannel[]; method: string; says: string }>> = {
  mix: { channels: ['wechat', 'ccb'], method: 'any', says: 'the router chooses between WeChat native (a signed call, a sealed and signed callback) and CCB (a redirect, a signed callback)' },
  wechat: { channels: ['wechat'], method: 'wechat', says: 'WeChat native only' },
  ccb: { channels: ['ccb'], method: 'bank', says: 'CCB redirect only' },
};
/** Paid before the clock starts, so that compilers and caches are warm, as they are in a server that runs all day. */
const WARM_SHARE = 0.25;
const BASELINE_SECONDS = 4;

interface Options { readonly channel: string; readonly bills: number; readonly clients: number; readonly sandbox: boolean; readonly profile: string | undefined }

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({ args: [...argv], options: {
    channel: { type: 'string', default: 'mix' }, bills: { type: 'string', default: '8000' }, clients: { type: 'string', default: '96' },
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
  const client = createClient(origin, options.clients * 2);
  open.push(() => client.close());
  const bank = await openBank(options, place, client);
  open.push(() => bank.close());
  await prepareTpcb(place);
  const town = await foundTown(bank, mix.channels, options.bills);
  await bank.warmUp(options.channel === 'ccb' ? 0 : options.bills);
  await closeConnections();
  await withClient(place.adminUrl, async (admin) => { await admin.query('VACUUM ANALYZE'); await admin.query('CHECKPOINT'); });
  const web = await startWeb(options.profile);
  open.push(() => web.stop());
  const watch = await watchPosted(place.adminUrl);
  open.push(() => watch.close());

  const round = { bank, client, watch, method: mix.method, clients: options.clients };
  const warm = Math.floor(options.bills * WARM_SHARE);
  await payAll(round, town.bills.slice(0, warm), noTimes());
  const before = await measureTpcb(place, BASELINE_SECONDS);
  const times = noTimes();
  if (options.profile) await forgetStatements(place.adminUrl);
  const cpu = await web.usage();
  const own = process.cpuUsage();
  const { seconds, perChannel } = await payAll(round, town.bills.slice(warm), times);
  const cpuAfter = await web.usage();
  const ownAfter = process.cpuUsage(own);
  if (options.profile) await writeStatements(place.adminUrl, options.profile);
  const after = await measureTpcb(place, BASELINE_SECONDS);
  const audit = await auditBooks(place.adminUrl, { payments: options.bills, acknowledged: client.acknowledged() }, await bank.paid());
  const payments = options.bills - warm;
  const baseline = (before + after) / 2;
  const busy = (usage: NodeJS.CpuUsage): number => round2((usage.user + usage.system) / 1e6 / seconds);
  return {
    payments, seconds: round2(seconds), perSecond: Math.round(payments / seconds), ...spread(times.postedMs, ['p50Ms', 'p95Ms', 'p99Ms']),
    intakeP50Ms: at(times.intakeMs, 0.5), intakeP99Ms: at(times.intakeMs, 0.99), callbackAckP50Ms: at(times.ackMs, 0.5), callbackAckP99Ms: at(times.ackMs, 0.99),
    baseline: { what: 'TPC-B, node pg, 8 connections', perSecond: Math.round(baseline), before: Math.round(before), after: Math.round(after), scale: 20 },
    ratioToBaseline: round2(payments / seconds / baseline), audit: audit.ok ? 'ok' : 'failed', ...(audit.wrong.length > 0 && { wrong: audit.wrong }), counts: audit.counts,
    mix: { what: mix.says, ...perChannel }, bank: bank.name, clients: options.clients, warmUp: warm,
    cores: { web: busy({ user: cpuAfter.user - cpu.user, system: cpuAfter.system - cpu.system }), loadAndBank: busy(ownAfter) }, settings: place.settings,
  };
}

async function openBank(options: Options, place: Place, client: Client): Promise<BenchBank> {
  if (!options.sandbox) return createLeanBank((request) => client.deliver(request));
  return startSandboxBank((paymentId) => withClient(place.adminUrl, async (admin) =>
    (await admin.query<{ order_no: string }>('SELECT order_no FROM payment_attempt WHERE payment_id = $1', [paymentId])).rows[0]!.order_no));
}

interface Web { usage(): Promise<NodeJS.CpuUsage>; stop(): Promise<void> }

async function startWeb(profile: string | undefined): Promise<Web> {
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const child: ChildProcess = spawn(process.execPath, [...flags, '--import', './scripts/follow-parent.mjs', '--import', 'tsx', 'bench/payments/web.ts'], {
    env: process.env, stdio: ['ignore', 2, 2, 'ipc'],
  });
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('the server of the benchmark did not start'); })]);
  return {
    usage: async () => {
      const answered = once(child, 'message');
      child.send('usage');
      const [{ cpu }] = (await answered) as [{ cpu: NodeJS.CpuUsage }];
      return cpu;
    },
    stop: async () => {
      const gone = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await gone;
    },
  };
}

const sorted = (times: number[]): number[] => times.sort((a, b) => a - b);
const at = (times: number[], share: number): number => round2(sorted(times)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
const spread = (times: number[], [p50, p95, p99]: readonly [string, string, string]): Record<string, number> =>
  ({ [p50]: at(times, 0.5), [p95]: at(times, 0.95), [p99]: at(times, 0.99) });
const round2 = (x: number): number => Math.round(x * 100) / 100;
