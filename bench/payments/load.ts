/** Payers: each pays one bill after another, over HTTP, and goes on when its money is in the books. A closed loop with keep-alive connections. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import type { PayAnswer } from '@/lib/checkout/model';
import { assert } from '@/lib/kernel/assert';
import type { BenchBank, BenchChannel, Deliver } from './bank';
import type { BenchBill } from './town';

export interface Times {
  readonly intakeMs: number[];
  readonly ackMs: number[];
  /** Intake answered → posting visible to somebody else. */
  readonly postedMs: number[];
}
export const noTimes = (): Times => ({ intakeMs: [], ackMs: [], postedMs: [] });

const POSTED_MS = 30_000;
/** Commits of parallel batches may come in another order than their ids. */
const OVERLAP = 512;

export interface Client {
  readonly deliver: Deliver;
  /** Callbacks acknowledged so far. */
  acknowledged(): number;
  intake(bill: BenchBill, method: string, key: string): Promise<PayAnswer>;
  /** Measures callbacks into these times from now on. */
  measure(times: Times): void;
  close(): Promise<void>;
}

export function createClient(origin: string, connections: number): Client {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  let times = noTimes();
  let acknowledged = 0;
  return {
    deliver: async ({ path, headers, body }) => {
      const sent = performance.now();
      const answer = await pool.request({ method: 'POST', path, headers, body });
      await answer.body.dump();
      times.ackMs.push(performance.now() - sent);
      if (answer.statusCode === 200 || answer.statusCode === 204) acknowledged++;
      return answer.statusCode;
    },
    acknowledged: () => acknowledged,
    intake: async (bill, method, key) => {
      const body = `{"billIds":["${bill.id}"],"expectedMinor":"${bill.minor}","method":"${method}","idempotencyKey":"${key}"}`;
      const answer = await pool.request({ method: 'POST', path: '/api/pay/intake', headers: { authorization: `Bearer ${bill.pass}`, 'content-type': 'application/json' }, body });
      const text = await answer.body.text();
      assert(answer.statusCode === 201, `intake was answered with ${answer.statusCode}: ${text.slice(0, 300)}`);
      return JSON.parse(text) as PayAnswer;
    },
    measure: (into) => { times = into; },
    close: () => pool.close(),
  };
}

/** Tells when a payment's event is visible in the outbox: its ledger entry, its bill and its state are in the same commit. */
export interface PostedWatch {
  /** Process id of the watching session. */
  readonly backend: number;
  until(paymentId: string): Promise<void>;
  close(): Promise<void>;
}

export async function watchPosted(adminUrl: string): Promise<PostedWatch> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const seen = new Set<string>();
  const waiting = new Map<string, () => void>();
  let last = 0;
  let again = false;
  let looking = false;
  const look = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    while (again) {
      again = false;
      const { rows } = await client.query<{ id: string; subject_id: string }>({
        name: 'posted', text: "SELECT id, subject_id FROM outbox_event WHERE id > $1 AND type = 'payment.succeeded'", values: [last - OVERLAP],
      });
      for (const row of rows) {
        last = Math.max(last, Number(row.id));
        if (seen.has(row.subject_id)) continue;
        seen.add(row.subject_id);
        waiting.get(row.subject_id)?.();
        waiting.delete(row.subject_id);
      }
    }
    looking = false;
  };
  client.on('notification', () => void look());
  await client.query('LISTEN bafang_outbox');
  const backend = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  return {
    backend,
    until: (paymentId) => (seen.has(paymentId) ? Promise.resolve() : new Promise((done) => { waiting.set(paymentId, done); })),
    close: () => client.end(),
  };
}

export interface Round {
  readonly bank: BenchBank;
  readonly client: Client;
  readonly watch: PostedWatch;
  readonly method: string;
  readonly clients: number;
}

/** All bills paid once; answers when the last posting is visible. */
export async function payAll(round: Round, bills: readonly BenchBill[], times: Times): Promise<{ seconds: number; perChannel: Record<string, number> }> {
  const { client } = round;
  client.measure(times);
  const perChannel: Record<string, number> = {};
  let next = 0;
  const started = performance.now();
  const payer = async (): Promise<void> => {
    for (let i = next++; i < bills.length; i = next++) {
      const channel = await payOne(round, bills[i]!, times);
      perChannel[channel] = (perChannel[channel] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: round.clients }, payer));
  return { seconds: (performance.now() - started) / 1_000, perChannel };
}

async function payOne({ bank, client, watch, method }: Round, bill: BenchBill, times: Times): Promise<BenchChannel> {
  const asked = performance.now();
  const answer = await client.intake(bill, method, `bench-${bill.id}`);
  const accepted = performance.now();
  times.intakeMs.push(accepted - asked);
  assert(answer.step === 'hand-over' && answer.present && answer.channel, `the payer was not sent to a bank but to ${answer.step}`);
  const channel = answer.channel as BenchChannel;
  const posted = watch.until(answer.paymentId);
  await bank.pay(channel, answer.present, answer.paymentId);
  const late = new AbortController();
  await Promise.race([posted, pause(POSTED_MS, undefined, { signal: late.signal }).then(() => assert(false, `payment ${answer.paymentId} was not posted in time`))]);
  late.abort();
  times.postedMs.push(performance.now() - accepted);
  return channel;
}
