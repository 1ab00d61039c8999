/** Tests only: a sandbox bank in this process, a callback address that records what it hears, and a small HTTP client. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../bank/types';
import type { Options } from '../options';
import { startSandbox, type Sandbox } from '../server';
import { ACKS } from './acks';

export interface Heard {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
}

export interface Listener {
  readonly url: string;
  readonly heard: Heard[];
  /** What the address answers from now on. */
  answer: (heard: Heard) => { status: number; body: string };
  /** By path: what `success` is in the words of a bank that wants more than the word. */
  readonly acks: Map<string, (heard: Heard) => string>;
  /** Called while the bank still waits for our answer. */
  close(): Promise<void>;
}

export async function listen(): Promise<Listener> {
  const listener = { heard: [] as Heard[], answer: (_heard: Heard) => ({ status: 200, body: 'success' }), acks: new Map<string, (heard: Heard) => string>() };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const heard = {
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      listener.heard.push(heard);
      const { status, body } = listener.answer(heard);
      response.writeHead(status);
      response.end(body === 'success' ? (listener.acks.get(heard.path)?.(heard) ?? body) : body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(listener, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close });
}

/** One request; a broken connection is null, never an exception: that is what the tests ask about. */
export function send(
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Got | null> {
  return new Promise((resolve) => {
    const request = httpRequest(url, { method: init.method ?? 'GET', headers: init.headers ?? {}, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve(null));
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          bytes,
          text: bytes.toString('utf8'),
        });
      });
    });
    request.on('error', () => resolve(null));
    request.end(init.body);
  });
}

export const form = (fields: Readonly<Record<string, string>>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

export interface Onboarded {
  readonly channel: Channel;
  readonly merchantNo: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly baseUrl: string;
  readonly notifyUrl: string;
}

export interface TestBank {
  readonly sandbox: Sandbox;
  readonly listener: Listener;
  readonly dataDir: string;
  api<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>;
  merchant(channel: Channel, name?: string): Promise<Onboarded>;
  rule(fault: string, more?: Readonly<Record<string, unknown>>): Promise<number>;
  close(): Promise<void>;
}

/** Tests live at ten in the morning of the bank's day, so that no midnight and no 23:00 cut falls into them. */
function untilTenInChina(now: number): number {
  const DAY = 86_400_000;
  const sinceMidnight = (now + 8 * 3_600_000) % DAY;
  return (10 * 3_600_000 - sinceMidnight + DAY) % DAY;
}

export async function testBank(options: Partial<Options> = {}): Promise<TestBank> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'sandbox-bank-'));
  const sandbox = await startSandbox({ port: 0, seed: 'tests', refundDelayMs: 0, ...options, dataDir });
  const listener = await listen();
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const got = await send(`${sandbox.url}/_sandbox${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return JSON.parse(got!.text) as T;
  };
  if (options.dataDir === undefined) sandbox.bank.clock.setOffsetMs(untilTenInChina(sandbox.bank.clock.now()));
  return {
    sandbox,
    listener,
    dataDir,
    api,
    merchant: async (channel, name = '阳光幼儿园') => {
      const notifyUrl = `${listener.url}/notify/${channel}`;
      const made = { ...(await api<Onboarded>('POST', '/merchants', { channel, merchantName: name, notifyUrl })), notifyUrl };
      const ack = ACKS[channel];
      if (ack) listener.acks.set(`/notify/${channel}`, (heard) => ack(made, heard));
      return made;
    },
    rule: async (fault, more = {}) => (await api<{ rule: { id: number } }>('POST', '/rules', { fault, ...more })).rule.id,
    close: async () => {
      await sandbox.close();
      await listener.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits until something is so; the bank works on its own time. Fails with `what` after five seconds. */
export async function until<T>(what: string, look: () => T | undefined | null | false | Promise<T | undefined | null | false>): Promise<T> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
