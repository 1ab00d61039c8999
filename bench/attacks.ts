/**
 * Twenty-five operations on money, each asked for by many at once, round after round; a bank that pays and falls silent; every way to approve one's own wish;
 * and how long it takes from the last signature to the bank's instruction with a real worker. `--rounds N` (3), `--at-once N` (50), `--silent N` (100),
 * `--self N` (200), `--latency N` (30). `--minutes N` ends the rounds after so long and says how many were whole; `--seed K` makes another field.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'otplib';
import pg from 'pg';
import { seededRandom } from '@/lib/kernel/ports';
import { createTestDatabase, type TestDatabase } from '@/lib/testing/database';
import { openTestServer } from '@/lib/testing/test-server';
import { numberOf } from './numbers';

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'bafang-attacks-'));
  const database = await createTestDatabase(await openTestServer());
  Object.assign(process.env, {
    BAFANG_ENV: 'test', DATABASE_APP_URL: database.appUrl, DATABASE_POOL: '20', BAFANG_DATA_DIR: folder, BAFANG_MASTER_KEY: '62656e63'.repeat(8), LOG_LEVEL: 'error',
  });
  const { closeConnections } = await import('@/lib/platform/db');
  try {
    const storm = await storms(argv);
    const silent = await silences(argv);
    const self = await selfApprovals(database, numberOf(argv, '--self', 200));
    const latency = numberOf(argv, '--latency', 30);
    const lastApprovalToBankMs = latency > 0 ? await latencies(database.adminUrl, latency) : null;
    const good = storm.violations === 0 && storm.thrown === 0 && storm.books.length === 0 && silent.paidOnce === silent.runs && self.succeeded === 0;
    return { ...storm, bankPaidThenSilent: silent, selfApprovals: self, lastApprovalToBankMs, audit: good ? 'passed' : 'failed' };
  } finally {
    await closeConnections();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whole rounds only: every operation was stormed as often as `rounds` says. */
async function storms(argv: readonly string[]) {
  const { attackRound, judgeBooks, makeBattlefield, OPERATIONS } = await import('@/lib/refunds/attacks.fixtures');
  const [wanted, atOnce, minutes] = [numberOf(argv, '--rounds', 3), numberOf(argv, '--at-once', 50), numberOf(argv, '--minutes', 600)];
  const field = await makeBattlefield(atOnce, numberOf(argv, '--seed', 31));
  const wrong: string[] = [];
  let [thrown, rounds] = [0, 0];
  const from = performance.now();
  const spent = (): number => (performance.now() - from) / 1_000;
  for (; rounds < wanted && spent() < minutes * 60; rounds++) {
    for (const name of Object.keys(OPERATIONS)) {
      const judged = await attackRound(field, name);
      thrown += judged.thrown;
      wrong.push(...judged.wrong.map((w) => `${name}: ${w}`));
    }
  }
  const operations = Object.keys(OPERATIONS).length;
  return { operations, atOnce, rounds, requests: operations * atOnce * rounds, seconds: Math.round(spent()), violations: wrong.length, thrown, wrong: wrong.slice(0, 10), books: await judgeBooks(field) };
}

async function silences(argv: readonly string[]): Promise<{ readonly runs: number; readonly paidOnce: number }> {
  const { makeBattlefield, paidThenSilent } = await import('@/lib/refunds/attacks.fixtures');
  const runs = numberOf(argv, '--silent', 100);
  const field = await makeBattlefield(1, numberOf(argv, '--seed', 31) + 1_000);
  const chance = seededRandom(numberOf(argv, '--seed', 8));
  let paidOnce = 0;
  for (let n = 0; n < runs; n++) if ((await paidThenSilent(field, n % 2 ? 'ccb' : 'wechat', chance)) === 1) paidOnce++;
  return { runs, paidOnce };
}

/** Through the command, a list, the console's API with a signed-in session, and plain SQL, in turn; what stopped each is counted by its name. */
async function selfApprovals(urls: Pick<TestDatabase, 'adminUrl' | 'appUrl'>, tries: number): Promise<Record<string, unknown> & { readonly succeeded: number }> {
  const { makeSelfField, SELF_APPROVALS } = await import('@/lib/approvals/self-approval.fixtures');
  const { consoleDoor } = await import('./console-door');
  const field = await makeSelfField(await realWorld(), urls, [consoleDoor]);
  const names = Object.keys(SELF_APPROVALS);
  const stopped: Record<string, number> = {};
  let succeeded = 0;
  for (let n = 0; n < tries; n++) {
    for (const answer of await SELF_APPROVALS[names[n % names.length]!]!(field)) {
      if (answer === 'signed') succeeded++;
      else stopped[answer] = (stopped[answer] ?? 0) + 1;
    }
  }
  return { attempts: tries, ways: names.length, succeeded, stopped };
}

async function realWorld() {
  const { systemClock, systemRandom } = await import('@/lib/platform/clock');
  const { createLog } = await import('@/lib/platform/log');
  const log = createLog({}, () => undefined);
  return {
    clock: { ...systemClock, advance: () => undefined, set: () => undefined }, random: systemRandom,
    visitor: { clock: systemClock, random: systemRandom, origin: { ip: '', device: '' }, requestId: 'req_b', log },
  };
}

interface Told { readonly toPicked: number; readonly toSettled: number; readonly toBank: number }
interface Latency {
  readonly median: number;
  readonly p95: number;
  readonly slowest: number;
  readonly measured: number;
  /** The slowest few by where their time went, in ms: signature → picked up, → settled, → the bank's instruction. */
  readonly slowestParts: readonly Told[];
  readonly deadlocks: number;
  /** What the worker complained of while it was measured. */
  readonly complaints: readonly string[];
}

/** Real clock, real worker process: from the moment the last signature is kept to the moment the refund is first marked as told to the bank, right before the call. */
async function latencies(adminUrl: string, count: number): Promise<Latency> {
  const { makePerson, makeInstitution } = await import('@/lib/identity/people.fixtures');
  const { newTotpSecret } = await import('@/lib/identity');
  const { paidBill } = await import('@/lib/refunds/refunds.fixtures');
  const { requestRefund } = await import('@/lib/refunds');
  const { decideApproval, getApproval } = await import('@/lib/approvals');
  const { systemClock, systemRandom } = await import('@/lib/platform/clock');
  const { must } = await import('@/lib/kernel/result');
  const world = await realWorld();
  const home = await makeInstitution(world, 'latency');
  const secret = newTotpSecret(systemRandom);
  const clerk = await makePerson(world, home, ['accountant']);
  const manager = await makePerson(world, home, ['finance-manager'], { totp: secret });
  const worker = spawn(process.execPath, ['--import', 'tsx', 'lib/worker/main.ts'], { env: { ...process.env, LOG_LEVEL: 'warn' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (text: Buffer) => { if (complaints.length < 20) complaints.push(text.toString().slice(0, 300)); });
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const gone: Told[] = [];
  let deadlocks = -1;
  try {
    for (let n = 0; n < 300 && (await admin.query('SELECT 1 FROM worker_process')).rowCount === 0; n++) await pause(100);
    for (let n = 0; n < count; n++) {
      const paid = await paidBill(systemClock, 100_00n, 'ccb', { institutionId: home, clerk: clerk.ctx });
      const { refundId, approvalId } = must(await requestRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: 100_00n, reason: 'left', idempotencyKey: `latency-${n}` }));
      const { operationHash } = (await getApproval(manager.ctx, approvalId))!;
      // A code counts once in thirty seconds; the bench forgets that it was used.
      await admin.query('UPDATE user_account SET totp_last_step = NULL');
      must(await decideApproval(manager.ctx, { approvalId, decision: 'approve', reason: '', stepUpCode: await generate({ secret }), operationHash }));
      for (let wait = 0; wait < 500; wait++) {
        const { rows: [row] } = await admin.query<Told>(FIRST_TOLD, [refundId]);
        if (row) { gone.push(row); break; }
        await pause(20);
      }
    }
    deadlocks = (await admin.query<{ n: number }>('SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()')).rows[0]?.n ?? -1;
  } finally {
    worker.kill('SIGTERM');
    await Promise.race([once(worker, 'exit'), pause(15_000)]);
    await admin.end();
  }
  const sum = (told: Told): number => told.toPicked + told.toSettled + told.toBank;
  const whole = gone.map(sum).sort((a, b) => a - b);
  const at = (share: number): number => whole[Math.min(whole.length - 1, Math.floor(whole.length * share))] ?? -1;
  const slowestParts = gone.toSorted((a, b) => sum(b) - sum(a)).slice(0, 3);
  return { median: at(0.5), p95: at(0.95), slowest: at(1), measured: whole.length, slowestParts, deadlocks, complaints };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
/** The first time counts: a refund that could not be sent is marked again when it is tried again. */
const FIRST_TOLD = `SELECT round(extract(epoch FROM o.picked - a.decided_at) * 1000)::int AS "toPicked", round(extract(epoch FROM s.at - o.picked) * 1000)::int AS "toSettled",
    round(extract(epoch FROM t.at - s.at) * 1000)::int AS "toBank"
  FROM refund r JOIN approval a ON a.id = r.approval_id JOIN refund_transition s ON s.refund_id = r.id AND s.event = 'approve'
  JOIN refund_transition t ON t.refund_id = r.id AND t.event = 'send'
  JOIN LATERAL (SELECT e.not_before - interval '30 seconds' AS picked FROM outbox_event e WHERE e.subject_id = r.id AND e.type = 'approval.approved') o ON true
  WHERE r.id = $1 ORDER BY t.id LIMIT 1`;
