/**
 * Twenty-five operations on money, each asked for by many at once, round after round; a bank that pays and falls silent; and how long it takes from the
 * last signature to the bank's instruction with a real worker. `--rounds N` (3), `--at-once N` (50), `--silent N` (100), `--latency N` (30).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'otplib';
import pg from 'pg';
import { seededRandom } from '@/lib/kernel/ports';
import { createTestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';
import { numberOf } from './numbers';

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const [rounds, atOnce] = [numberOf(argv, '--rounds', 3), numberOf(argv, '--at-once', 50)];
  const [silent, latency] = [numberOf(argv, '--silent', 100), numberOf(argv, '--latency', 30)];
  const folder = mkdtempSync(join(tmpdir(), 'bafang-attacks-'));
  const database = await createTestDatabase(await openTestServer());
  Object.assign(process.env, {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, DATABASE_POOL: '20', BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  });
  const { attackRound, judgeBooks, makeBattlefield, OPERATIONS, paidThenSilent } = await import('@/lib/refunds/attacks.fixtures');
  const { closeConnections } = await import('@/lib/platform/db');
  try {
    const field = await makeBattlefield(atOnce);
    const wrong: string[] = [];
    let thrown = 0;
    const from = performance.now();
    for (const name of Object.keys(OPERATIONS)) {
      for (let round = 0; round < rounds; round++) {
        const judged = await attackRound(field, name);
        thrown += judged.thrown;
        wrong.push(...judged.wrong.map((w) => `${name}: ${w}`));
      }
    }
    const seconds = (performance.now() - from) / 1_000;
    const chance = seededRandom(8);
    const times: number[] = [];
    for (let n = 0; n < silent; n++) times.push(await paidThenSilent(field, n % 2 ? 'ccb' : 'wechat', chance));
    const books = await judgeBooks(field);
    const lastApprovalToBankMs = latency > 0 ? await latencies(database.adminUrl, latency) : null;
    const once = times.filter((t) => t === 1).length;
    const good = wrong.length === 0 && thrown === 0 && books.length === 0 && once === silent;
    return {
      operations: Object.keys(OPERATIONS).length, atOnce, rounds, requests: Object.keys(OPERATIONS).length * atOnce * rounds, seconds: Math.round(seconds), violations: wrong.length, thrown,
      wrong: wrong.slice(0, 10), books, bankPaidThenSilent: { runs: silent, paidOnce: once }, lastApprovalToBankMs, audit: good ? 'passed' : 'failed',
    };
  } finally {
    await closeConnections();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Real clock, real worker process: from the moment the last signature is kept to the moment the refund is marked as told to the bank, right before the call. */
async function latencies(adminUrl: string, count: number): Promise<{ readonly median: number; readonly p95: number; readonly measured: number }> {
  const { makePerson, makeInstitution } = await import('@/lib/identity/people.fixtures');
  const { newTotpSecret } = await import('@/lib/identity');
  const { paidBill } = await import('@/lib/refunds/refunds.fixtures');
  const { requestRefund } = await import('@/lib/refunds');
  const { decideApproval, getApproval } = await import('@/lib/approvals');
  const { systemClock, systemRandom } = await import('@/lib/platform/clock');
  const { createLog } = await import('@/lib/platform/log');
  const { must } = await import('@/lib/kernel/result');
  const log = createLog({}, () => undefined);
  const world = { clock: { ...systemClock, advance: () => undefined, set: () => undefined }, random: systemRandom, visitor: { clock: systemClock, random: systemRandom, origin: { ip: '', device: '' }, requestId: 'req_b', log } };
  const home = await makeInstitution(world, 'latency');
  const secret = newTotpSecret(systemRandom);
  const clerk = await makePerson(world, home, ['accountant']);
  const manager = await makePerson(world, home, ['finance-manager'], { totp: secret });
  const worker = spawn(process.execPath, ['--import', 'tsx', 'lib/worker/main.ts'], { env: process.env, stdio: 'ignore' });
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const gone: number[] = [];
  try {
    for (let n = 0; n < 100 && (await admin.query('SELECT 1 FROM worker_process')).rowCount === 0; n++) await new Promise((resolve) => { setTimeout(resolve, 100); });
    for (let n = 0; n < count; n++) {
      const paid = await paidBill(systemClock, 100_00n, 'ccb', { institutionId: home, clerk: clerk.ctx });
      const { refundId, approvalId } = must(await requestRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: 100_00n, reason: 'left', idempotencyKey: `latency-${n}` }));
      const { operationHash } = (await getApproval(manager.ctx, approvalId))!;
      // A code counts once in thirty seconds; the bench forgets that it was used.
      await admin.query('UPDATE user_account SET totp_last_step = NULL');
      must(await decideApproval(manager.ctx, { approvalId, decision: 'approve', reason: '', stepUpCode: await generate({ secret }), operationHash }));
      for (let wait = 0; wait < 200; wait++) {
        const { rows } = await admin.query<{ ms: string | null }>(`SELECT extract(epoch FROM r.executed_at - a.decided_at) * 1000 AS ms FROM refund r JOIN approval a ON a.id = r.approval_id WHERE r.id = $1`, [refundId]);
        if (rows[0]?.ms !== null && rows[0]?.ms !== undefined) { gone.push(Number(rows[0].ms)); break; }
        await new Promise((resolve) => { setTimeout(resolve, 20); });
      }
    }
  } finally {
    worker.kill('SIGTERM');
    await admin.end();
  }
  gone.sort((a, b) => a - b);
  return { median: Math.round(gone[Math.floor(gone.length / 2)] ?? -1), p95: Math.round(gone[Math.floor(gone.length * 0.95)] ?? -1), measured: gone.length };
}
