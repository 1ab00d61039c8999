/** Payers: each pays one bill after another, over HTTP, and goes on when its money is in the books. A closed loop with keep-alive connections. */
import pg from 'pg';
import type { PayAnswer } from '@/lib/checkout/model';
import { assert } from '@/lib/kernel/assert';
import type { BenchBank, BenchChannel, Deliver } from './bank';
import { createSender } from './sender';
import type { BenchBill } from './town';

export interface Times {
  readonly intakeMs: number[];
  readonly ackMs: number[];
  /** Intake answered → posting visible to somebody else. */
  readonly postedMs: number[];
}
export const noTimes = (): Times => ({ intakeMs: [], ackMs: [], postedMs: [] });

const POSTED_MS = 30_000;
/** Commits of parallel batches may come in another order than their ids; a batch has 128 at most. */
const OVERLAP = 256;

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
  const send = createSender(origin, connections);
  let times = noTimes();
  let acknowledged = 0;
  return {
    deliver: async ({ path, headers, body }) => {
      const sent = performance.now();
      const { status } = await send.post(path, headers, body);
      times.ackMs.push(performance.now() - sent);
      if (status === 200 || status === 204) acknowledged++;
      return status;
    },
    acknowledged: () => acknowledged,
    intake: async (bill, method, key) => {
      const body = `{"billIds":["${bill.id}"],"expectedMinor":"${bill.minor}","method":"${method}","idempotencyKey":"${key}"}`;
      const answer = await send.post('/api/pay/intake', { authorization: `Bearer ${bill.pass}`, 'content-type': 'application/json' }, body);
      assert(answer.status === 201, `intake was answered with ${answer.status}: ${answer.body.slice(0, 300)}`);
      return JSON.parse(answer.body) as PayAnswer;
    },
    measure: (into) => { times = into; },
    close: () => Promise.resolve(send.close()),
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
  const waiting = new Map<string, { readonly since: number; done(): void; fail(error: Error): void }>();
  const watchdog = setInterval(() => {
    for (const [id, w] of waiting) if (performance.now() - w.since > POSTED_MS) w.fail(new Error(`payment ${id} was not posted in time`));
  }, 1_000);
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
        waiting.get(row.subject_id)?.done();
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
    until: (paymentId) => (seen.has(paymentId) ? Promise.resolve() : new Promise((done, fail) => { waiting.set(paymentId, { since: performance.now(), done, fail }); })),
    close: () => {
      clearInterval(watchdog);
      return client.end();
    },
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
  await posted;
  times.postedMs.push(performance.now() - accepted);
  return channel;
}
