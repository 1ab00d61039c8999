// Every adapter agrees with the sandbox bank over real HTTP: what it says about an order is what the bank did with it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { instant, plusMs } from '@/lib/kernel/time';
import { describeBankContract, type ContractBank } from './bank-contract';
import { CONTRACT_ACCOUNT_ID, CONTRACT_INSTITUTION_ID } from './contract';
import { createNet } from './net';
import { parseSettings } from './parse-settings';
import { CHANNELS, type ChannelAccount, type ChannelCode, type CreateOrder, type Net, type Presentation, type RawInbound } from './port';
import { adapterOf } from './registry';
import { VARIANTS } from './variants.fixtures';

const START_MS = 30_000;
const CALLBACK_MS = 10_000;
const net = createNet({ guard: () => {} });
/** Impatient, so that an answer that never comes is not waited for as long as in life. */
const impatient: Net = { net: true, fetch: (url, init) => net.fetch(url, { ...init, timeoutMs: Math.min(init.timeoutMs, 1_500) }) };
const clock = { now: () => instant(Date.now()) };
const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
const inbox: { channel: string; inbound: RawInbound }[] = [];
const accounts = new Map<string, { account: ChannelAccount; merchantNo: string }>();
let bank: ChildProcess;
let bankUrl = '';
let folder = '';
let listener: Server;
let listenerPort = 0;
let orders = 0;

function startBank(): Promise<string> {
  const env = {
    ...process.env,
    SANDBOX_PORT: '0',
    SANDBOX_DATA_DIR: folder,
    SANDBOX_SEED: 'contract',
    SANDBOX_REFUND_DELAY_MS: '50',
    BAFANG_ENV: 'test',
  };
  bank = spawn(process.execPath, ['--import', 'tsx', 'lib/sandbox-bank/main.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (part: Buffer) => {
      said += part.toString();
      const url = /sandbox bank: (http:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    };
    bank.stdout?.on('data', hear);
    bank.stderr?.on('data', hear);
    bank.once('exit', () => reject(new Error(`the sandbox bank ended: ${said}`)));
  });
}

async function machine<T>(path: string, body?: unknown): Promise<T> {
  const answer = await fetch(
    `${bankUrl}/_sandbox${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
  );
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function startListener(): Promise<number> {
  listener = createServer((request, response) => {
    const parts: Buffer[] = [];
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        const target = request.url ?? '/';
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
        inbox.push({
          channel: target.split('/')[2]?.split('?')[0] ?? '',
          inbound: { method: request.method ?? '', target, headers, body: Buffer.concat(parts), receivedAt: clock.now() },
        });
        response.writeHead(200).end('success');
      });
  });
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port));
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bafang-contract-'));
  listenerPort = await startListener();
  bankUrl = await startBank();
}, START_MS);

/** Contracts are signed at the bank when a channel is first used. */
async function accountOf(channel: ChannelCode, way: string): Promise<{ account: ChannelAccount; merchantNo: string }> {
  const known = accounts.get(way);
  if (known) return known;
  const notifyUrl = `http://127.0.0.1:${listenerPort}/notify/${channel}`;
  const pack = await machine<{ config: unknown; secrets: unknown; baseUrl: string; merchantNo: string }>('/merchants', {
    channel,
    merchantName: `合同测试 ${way}`,
    notifyUrl,
  });
  const settings = parseSettings({ channel, ...pack });
  if (!settings.ok) throw new Error(JSON.stringify(settings.error));
  const { baseUrl, config, secrets } = settings.value;
  const made = {
    account: { id: CONTRACT_ACCOUNT_ID, institutionId: CONTRACT_INSTITUTION_ID, channel, baseUrl, notifyUrl, config, secrets },
    merchantNo: pack.merchantNo,
  };
  accounts.set(way, made);
  return made;
}

afterAll(async () => {
  const ended = new Promise((resolve) => (bank.exitCode === null ? bank.once('exit', resolve) : resolve(null)));
  bank.kill('SIGTERM');
  await ended;
  listener.close();
  await net.close();
  await rm(folder, { recursive: true, force: true });
});

async function arrive(channel: ChannelCode, present: Presentation): Promise<void> {
  const form = present.kind === 'form' ? { method: 'POST', body: new URLSearchParams(present.fields) } : {};
  const url =
    present.kind === 'qr'
      ? `${bankUrl}/${channel}/scan?code_url=${encodeURIComponent(present.text)}`
      : present.kind === 'form'
        ? present.action
        : present.url;
  const page = await fetch(url, { ...form, redirect: 'follow' });
  if (!page.ok) throw new Error(`payer page: ${page.status}`);
}

async function callbackOf(channel: ChannelCode, account: ChannelAccount, orderNo: string): Promise<RawInbound> {
  for (const from = Date.now(); Date.now() - from < CALLBACK_MS; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = inbox.find((item) => {
      const verdict = item.channel === channel ? adapterOf(channel).verifyNotify(account, item.inbound) : null;
      return verdict?.kind === 'order' && verdict.orderNo === orderNo;
    });
    if (found) return found.inbound;
  }
  const verdicts = inbox
    .filter((item) => item.channel === channel)
    .map((item) =>
      JSON.stringify(adapterOf(channel).verifyNotify(account, item.inbound), (_key, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    );
  throw new Error(`no callback for ${orderNo}; heard: ${verdicts.join(' ')}`);
}

/** `way`: a variant's name, or the channel's own; each has a merchant of its own. */
async function contractBank(channel: ChannelCode, way: string, settings: Readonly<Record<string, unknown>> = {}): Promise<ContractBank> {
  const { account: plain, merchantNo } = await accountOf(channel, way);
  const account = { ...plain, config: adapterOf(channel).configSchema.parse({ ...(plain.config as object), ...settings }) };
  const order = (amountMinor: bigint): CreateOrder => {
    const now = clock.now();
    return {
      orderNo: `CT${String(++orders).padStart(10, '0')}`,
      amount: { minor: amountMinor, currency: 'CNY' },
      subject: '合同测试 学费',
      createdAt: now,
      expiresAt: plusMs(now, 1_800_000),
      returnUrl: 'http://127.0.0.1:1/return',
      payerIp: '127.0.0.1',
    };
  };
  return {
    account,
    order,
    call: { net: impatient, clock, random },
    arrive: (present) => arrive(channel, present),
    pay: async (paid) => {
      await machine(`/orders/${channel}/${paid.orderNo}/pay`, { merchantNo, waitForCallback: true });
      return callbackOf(channel, account, paid.orderNo);
    },
    refundedMinor: async (refunded) => {
      const { order: truth } = await machine<{ order: { refundedMinor: string } }>(
        `/truth?channel=${channel}&merchantNo=${merchantNo}&orderNo=${refunded.orderNo}`,
      );
      return BigInt(truth.refundedMinor);
    },
    under: async (fault, orderNo, run) => {
      // The bank keeps silent for a moment instead of a minute, then hangs up: as unclear as a timeout, and much sooner.
      const params = fault.includes('timeout') ? { ms: 150 } : {};
      const { rule } = await machine<{ rule: { id: number } }>('/rules', { fault, channel, orderNo, params });
      try {
        return await run();
      } finally {
        await fetch(`${bankUrl}/_sandbox/rules/${rule.id}`, { method: 'DELETE' });
      }
    },
    heard: () => inbox.filter((item) => item.channel === channel).map((item) => item.inbound),
  };
}

describe('adapters and sandbox bank', () => {
  for (const channel of CHANNELS) describeBankContract(adapterOf(channel), () => contractBank(channel, channel));
  for (const { name, adapter, settings } of VARIANTS)
    describe(`as ${name}`, () => describeBankContract(adapter, () => contractBank(adapter.capabilities.channel, name, settings)));
});
