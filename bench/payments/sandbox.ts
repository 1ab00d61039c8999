/** `--sandbox`: the product's own sandbox bank, as a process, instead of the lean one. Slower, because it is a whole bank. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { freePort } from '@/scripts/postgres/server';
import type { BenchBank, Contract } from './bank';

/** @param orderNoOf the number a QR code's order has at the bank: a phone would follow the code, the benchmark looks it up */
export async function startSandboxBank(orderNoOf: (paymentId: string) => Promise<string>): Promise<BenchBank> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bafang-bench-bank-'));
  const child = spawn(process.execPath, ['--import', './scripts/follow-parent.mjs', '--import', 'tsx', 'lib/sandbox-bank/main.ts'], {
    env: { ...process.env, SANDBOX_PORT: String(port), SANDBOX_DATA_DIR: folder, BAFANG_ENV: 'test' }, stdio: ['ignore', 'ignore', 2, 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child);
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await request(`${url}/_sandbox/${path}`, {
      ...(body !== undefined && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const value = await answer.body.json();
    if (answer.statusCode !== 200) throw new Error(`the sandbox bank answered ${answer.statusCode} to ${path}: ${JSON.stringify(value)}`);
    return value as T;
  };
  return {
    name: 'sandbox',
    onboard: (channel, notifyUrl) => ask<Contract>('merchants', { channel, merchantName: 'Bench', notifyUrl }),
    warmUp: () => Promise.resolve(),
    pay: async (channel, present, paymentId) => {
      let orderNo = '';
      if (present.kind === 'redirect') {
        // The bank learns of the order when the payer's browser arrives.
        const page = await request(present.url);
        await page.body.dump();
        orderNo = new URL(present.url).searchParams.get('ORDERID') ?? '';
      } else {
        orderNo = await orderNoOf(paymentId);
      }
      await ask(`orders/${channel}/${orderNo}/pay`, { waitForCallback: true });
    },
    paid: async () => {
      const paid = new Map<string, bigint>();
      for (const channel of ['wechat', 'ccb']) {
        for (let before = ''; ;) {
          const page = await ask<{ orders: { orderNo: string; status: string; amountFen?: string; amount?: string }[]; nextBefore: string | null }>(
            `orders?channel=${channel}&status=paid&limit=500${before && `&before=${encodeURIComponent(before)}`}`);
          for (const o of page.orders) paid.set(`${channel} ${o.orderNo}`, BigInt(o.amountFen ?? o.amount ?? '0'));
          if (!page.nextBefore) break;
          before = String(page.nextBefore);
        }
      }
      return paid;
    },
    close: async () => {
      child.disconnect();
      child.kill('SIGTERM');
      await new Promise<void>((done) => (child.exitCode === null ? child.once('exit', () => done()) : done()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await request(`${url}/_sandbox/health`).catch(() => null);
    await answer?.body.dump();
    if (answer?.statusCode === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the sandbox bank did not start');
}
