/**
 * Where the faults happen: a PostgreSQL database of its own, the product's own callback door on loopback, the sandbox bank as a program beside it,
 * and one time for all of them that can be moved on. The commands, sweepers, adapters and the door are the product's; only the hours between are spared.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { adapterOf, createNet, type Net } from '@/lib/channels';
import type { HotEndpoint } from '@/lib/doors/hot-endpoints';
import { matcher, serve } from '@/lib/doors/hot-lane';
import { notifyEndpoints } from '@/lib/doors/notify-endpoint';
import { commonHeaders, DATA_POLICY } from '@/lib/doors/security-headers';
import { assert } from '@/lib/kernel/assert';
import { instant, type Instant } from '@/lib/kernel/time';
import { createChannelGateway } from '@/lib/payments/channel-gateway';
import { paymentDeps } from '@/lib/payments';
import type { PaymentDeps } from '@/lib/payments/deps';
import { systemClock } from '@/lib/platform/clock';
import { closeConnections } from '@/lib/platform/db';
import { insideTransaction } from '@/lib/platform/tx';
import { within } from '@/lib/platform/within';
import { refundDeps, type RefundDeps } from '@/lib/refunds';
import { askBank } from '@/lib/routing';
import { freePort } from '@/scripts/postgres/server';
import { createTestDatabase, type TestDatabase } from '../database';
import { openTestServer } from '../test-server';
import { SandboxBank } from './bank';

/** Failures of the way to the bank, which no bank could cause by itself. */
export const WAY_FAULTS = ['dns-failure', 'tls-failure', 'connection-refused'] as const;
export type WayFault = (typeof WAY_FAULTS)[number];

export interface Place {
  readonly bank: SandboxBank;
  readonly database: TestDatabase;
  readonly payments: PaymentDeps;
  readonly refunds: RefundDeps;
  now(): Instant;
  /** Moves our time and the bank's on together. */
  advance(ms: number): Promise<void>;
  /** The ways to the bank that are blocked: `operation orderNo`. */
  readonly blocked: Map<string, WayFault>;
  close(): Promise<void>;
}

export interface PlaceOptions {
  /** Settings of the sandbox bank. */
  readonly bank?: Readonly<Record<string, string>>;
  /** A program that opens the callback door in a process of its own, as a server does; else it is open in this one. */
  readonly doorProgram?: string;
  /** Settings of that process alone, for example the point at which it dies. */
  readonly doorEnv?: Readonly<Record<string, string>>;
  /** Hears every callback before the door does. */
  readonly heard?: (target: string, headers: Readonly<Record<string, string>>, body: Uint8Array) => void;
}

/** Door, worker and hundreds of payers are one process here. */
const DATABASE_POOL = '32';
/** Shortest wait for a bank's answer; the rest of a real time-out teaches nothing. */
const PATIENCE_MS = 800;
/** A busy machine is not a silent bank: one that leaves a call unanswered has to answer so many questions about its clock meanwhile, asked one after another. */
const ROUNDS = 3;
const PATIENCE_MAX_MS = 9_000;

export async function openPlace(options: PlaceOptions = {}): Promise<Place> {
  const database = await createTestDatabase(await openTestServer());
  const port = await freePort();
  Object.assign(process.env, {
    BAFANG_ENV: 'test', BAFANG_MASTER_KEY: '6661756c'.repeat(8), DATABASE_APP_URL: database.appUrl, PUBLIC_URL: `http://127.0.0.1:${port}`, PORT: String(port),
    LOG_LEVEL: 'error', DATABASE_POOL,
  });
  const bank = await SandboxBank.start(options.bank);
  const door = options.doorProgram ? await openChildDoor(options.doorProgram, options.doorEnv) : await openDoor(port, options.heard);
  const time = shiftedTime();
  const blocked = new Map<string, WayFault>();
  const way = new AsyncLocalStorage<WayFault | undefined>();
  const net = createNet({ guard: () => assert(!insideTransaction(), 'a bank was called inside a transaction') });
  const impatient: Net = {
    net: true,
    fetch: async (url, init) => {
      const silence = new AbortController();
      const answer = net.fetch(misdirected(url, way.getStore()), { ...init, timeoutMs: Math.min(init.timeoutMs, PATIENCE_MAX_MS), giveUp: silence.signal });
      void whenSilent(bank, answer).then((silent) => { if (silent) silence.abort(); });
      return answer;
    },
  };
  const along = <T>(operation: string, orderNo: string, call: () => Promise<T>): Promise<T> => way.run(blocked.get(`${operation} ${orderNo}`), call);
  return {
    bank, database, blocked, now: () => systemClock.now(),
    payments: paymentsVia(impatient, along), refunds: refundsVia(impatient, along),
    advance: async (ms) => {
      await bank.advance(ms);
      time.move(ms);
    },
    close: async () => {
      await bank.stop();
      await door.close();
      await net.close();
      await closeConnections();
      await database.drop();
      time.restore();
    },
  };
}

/** Whether the bank keeps answering others while it leaves this call alone. */
async function whenSilent(bank: SandboxBank, answer: Promise<unknown>): Promise<boolean> {
  const answered = answer.then(() => true);
  if (await within(answered, PATIENCE_MS)) return false;
  for (let round = 0; round < ROUNDS; round++) {
    if (await Promise.race([answered, bank.clock().then(() => false, () => false)])) return false;
  }
  return true;
}

/** The product reads its clock from one object; here it says another time. */
function shiftedTime(): { move(ms: number): void; restore(): void } {
  const real = systemClock.now.bind(systemClock);
  const clock: { now(): Instant } = systemClock;
  let offset = 0;
  clock.now = () => instant(real() + offset);
  return { move: (ms) => { offset += ms; }, restore: () => { clock.now = real; } };
}

interface Door {
  close(): Promise<void>;
}

function openDoor(port: number, heard: PlaceOptions['heard']): Promise<Door> {
  const publicUrl = `http://127.0.0.1:${port}`;
  const lane = { origin: publicUrl, headers: { ...commonHeaders({ publicUrl, bankOrigins: [], dev: false }), 'content-security-policy': DATA_POLICY } };
  const match = matcher(heard ? notifyEndpoints.map((endpoint) => overheard(endpoint, heard)) : notifyEndpoints);
  const server = createServer((req, res) => {
    const target = req.url ?? '/';
    const query = target.indexOf('?');
    const found = match(req.method ?? 'GET', query < 0 ? target : target.slice(0, query));
    if (found) void serve(found, req, res, req.socket.remoteAddress ?? '', lane);
    else res.writeHead(404).end();
  });
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise<void>((done) => server.close(() => done()));
  };
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({ close })));
}

function overheard(endpoint: HotEndpoint, heard: NonNullable<PlaceOptions['heard']>): HotEndpoint {
  return {
    ...endpoint,
    handle: (request) => {
      heard(request.target, request.headers, request.body);
      return endpoint.handle(request);
    },
  };
}

async function openChildDoor(program: string, settings: Readonly<Record<string, string>> = {}): Promise<Door> {
  const child = spawn(process.execPath, ['--import', './scripts/follow-parent.mjs', '--import', 'tsx', program], { env: { ...process.env, ...settings }, stdio: ['ignore', 2, 2, 'ipc'] });
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => { throw new Error('the callback door did not open'); })]);
  return {
    close: async () => {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** A name that does not resolve, a plain port spoken to in TLS, a port where nobody listens: what the network itself then says is real. */
function misdirected(url: string, fault: WayFault | undefined): string {
  if (!fault) return url;
  const bad = new URL(url);
  if (fault === 'dns-failure') bad.hostname = 'bank.invalid';
  else if (fault === 'tls-failure') bad.protocol = 'https:';
  else bad.port = '1';
  return bad.toString();
}

type Along = <T>(operation: string, orderNo: string, call: () => Promise<T>) => Promise<T>;

function paymentsVia(net: Net, along: Along): PaymentDeps {
  const real = paymentDeps();
  const gateway = createChannelGateway({ net, clock: real.clock, random: real.random, log: real.log });
  return {
    ...real,
    gateway: {
      ...gateway,
      create: (contract, order) => along('create', order.orderNo, () => gateway.create(contract, order)),
      query: (contract, order) => along('query', order.orderNo, () => gateway.query(contract, order)),
      close: (contract, order) => along('close', order.orderNo, () => gateway.close(contract, order)),
    },
  };
}

function refundsVia(net: Net, along: Along): RefundDeps {
  const real = refundDeps();
  const ports = { net, clock: real.clock, random: real.random, log: real.log };
  const missing = { code: 'no-account', cause: 'merchant-configuration' } as const;
  const broken = { code: 'adapter-error', cause: 'other' } as const;
  return {
    ...real,
    gateway: {
      ...real.gateway,
      refund: (contract, order) => along('refund', order.orderNo, () => askBank(ports, {
        contract, operation: 'refund', orderNo: order.refundNo, noAccount: { certainty: 'not-sent', ...missing }, broken: { certainty: 'unknown', ...broken },
      }, (account) => adapterOf(account.channel).refund(account, order, ports))),
      queryRefund: (contract, order) => along('refund', order.orderNo, () => askBank(ports, {
        contract, operation: 'query-refund', orderNo: order.refundNo, noAccount: { state: 'unknown', ...missing }, broken: { state: 'unknown', ...broken },
      }, (account) => adapterOf(account.channel).queryRefund(account, order, ports))),
    },
  };
}
