/**
 * Callbacks on their way: first try at once, then the channel's own retry schedule on the scaled clock, until the other side answers
 * exactly what that channel wants or the schedule ends. Every try is recorded with its answer. Waiting ones survive a restart.
 */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { alarm } from './alarm';
import type { Bank } from './bank';
import type { BankClock } from './clock';
import { isOneShot, wireOf } from './forgeries';
import type { CallbackContent, WireCallback } from './sim';
import type { Delivery } from './types';

const IN_FLIGHT_MAX = 128;
const ANSWER_MAX_BYTES = 2_000;

export type NewDelivery = Omit<Delivery, 'id' | 'tries'>;

export interface Deliveries {
  /** Records a callback; to be called inside the transaction that causes it, then `launch`ed after the commit. */
  insert(delivery: NewDelivery): Delivery;
  /** Sends those that are due now; the promise ends when their first try has. */
  launch(deliveries: readonly Delivery[]): Promise<void>;
  /** Looks for due ones, for example after the clock was advanced. */
  pump(): void;
  /** How many are being sent at this moment. */
  underWay(): number;
  stop(): void;
}

interface Heard {
  readonly status: number | null;
  readonly answer: string;
}

const httpAgent = () => new HttpAgent({ keepAlive: true, maxSockets: IN_FLIGHT_MAX, maxFreeSockets: 32 });

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function post(url: string, wire: WireCallback, timeoutMs: number, agents: Agents): Promise<Heard> {
  return new Promise((resolve) => {
    let settled = false;
    const settle = (heard: Heard) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve(heard);
    };
    const secure = url.startsWith('https:');
    const body = Buffer.from(wire.body, 'utf8');
    const headers = { ...wire.headers, 'content-length': String(body.length), 'user-agent': 'Sandbox-Bank/1' };
    const options = { method: 'POST', headers, agent: secure ? agents.https : agents.http };
    const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= ANSWER_MAX_BYTES) chunks.push(chunk);
      });
      response.on('end', () => settle({ status: response.statusCode ?? null, answer: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', () => settle({ status: null, answer: 'broken answer' }));
    });
    const timer = setTimeout(() => {
      settle({ status: null, answer: 'timeout' });
      request.destroy();
    }, timeoutMs);
    request.on('error', (failure) => settle({ status: null, answer: failure.message.slice(0, 200) }));
    request.end(body);
  });
}

const occasionOf = (d: Delivery) => ({ channel: d.channel, merchantNo: d.merchantNo, orderNo: d.orderNo, operation: 'callback' as const });

/** A proxy or a firewall on the way: it keeps the callback to itself, or lets it through and answers for the other side. */
function devicesBetween(b: Bank, delivery: Delivery): { readonly arrives: boolean; readonly heard: Heard } | null {
  if (delivery.variant !== 'genuine') return null;
  const occasion = occasionOf(delivery);
  if (b.rules.strike('callback-endpoint-500', occasion)) return { arrives: false, heard: { status: 500, answer: 'Internal Server Error' } };
  if (b.rules.strike('callback-endpoint-redirect', occasion)) return { arrives: false, heard: { status: 302, answer: '' } };
  if (b.rules.strike('callback-endpoint-timeout', occasion)) return { arrives: true, heard: { status: null, answer: 'timeout' } };
  if (b.rules.strike('callback-endpoint-wrong-body', occasion)) return { arrives: true, heard: { status: 502, answer: '<html>OK</html>' } };
  return null;
}

type HeardBack = Heard & { readonly durationMs: number; readonly ok: boolean };

/** Sends every copy at once, signed anew; null when the merchant is gone. */
async function callMerchant(b: Bank, delivery: Delivery, agents: Agents): Promise<HeardBack[] | null> {
  const sim = b.sims[delivery.channel];
  const merchant = b.merchants.byNo(delivery.channel, delivery.merchantNo);
  if (!merchant) return null;
  const content = JSON.parse(delivery.content) as CallbackContent;
  const copies = delivery.tries === 0 ? delivery.copies : 1;
  return Promise.all(
    Array.from({ length: copies }, async () => {
      const between = devicesBetween(b, delivery);
      if (between && !between.arrives) return { ...between.heard, durationMs: 0, ok: false };
      const skew = b.rules.strike('clock-skew', occasionOf(delivery));
      const signed = () => wireOf(b, merchant, delivery, content);
      const wire = await (skew ? b.clock.skewed((skew.seconds ?? 0) * 1_000, signed) : signed());
      const startedAt = b.clock.wire();
      const answered = await post(delivery.url, wire, sim.callbackTimeoutMs, agents);
      const durationMs = b.clock.wire() - startedAt;
      const heard = between?.heard ?? answered;
      const ok = heard.status !== null && sim.acknowledges(heard.status, heard.answer, merchant);
      return { ...heard, durationMs, ok };
    }),
  );
}

/** Keeps what was heard and says when the next try is, or null when there is none. */
function recordTry(b: Bank, delivery: Delivery, heardAll: readonly HeardBack[]): number | null {
  const tries = delivery.tries + 1;
  const delay = b.sims[delivery.channel].retryDelaysMs[tries - 1];
  const oneShot = isOneShot(delivery.variant);
  const done = heardAll.some((h) => h.ok) ? 'acknowledged' : oneShot ? 'one-shot-done' : delay === undefined ? 'given-up' : 'waiting';
  const nextAt = done === 'waiting' ? b.clock.now() + b.clock.scaled(delay!) : null;
  b.db.transaction(() => {
    heardAll.forEach((h, copy) =>
      b.db.run(
        `INSERT OR REPLACE INTO attempts (deliveryId, tryNo, copyNo, at, status, answer, acknowledged, durationMs)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        delivery.id, tries, copy + 1, b.clock.now(), h.status, h.answer.slice(0, 200), h.ok ? 1 : 0, h.durationMs,
      ),
    );
    b.db.run('UPDATE deliveries SET state = ?, tries = ?, nextAt = ? WHERE id = ?', done, tries, nextAt, delivery.id);
  });
  return nextAt;
}

function insertDelivery(b: Bank, d: Parameters<Deliveries['insert']>[0]): ReturnType<Deliveries['insert']> {
  const id = b.db.run(
    `INSERT INTO deliveries (channel, merchantNo, orderNo, refundNo, kind, variant, url, content, copies, state, tries,
     nextAt, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
    d.channel,
    d.merchantNo,
    d.orderNo,
    d.refundNo,
    d.kind,
    d.variant,
    d.url,
    d.content,
    d.copies,
    d.state,
    d.nextAt,
    d.createdAt,
  );
  return { ...d, id, tries: 0 };
}

/** `bank` is a function because the bank is still being built when its deliveries are. */
export function deliveries(clock: BankClock, bank: () => Bank): Deliveries {
  const agents = { http: httpAgent(), https: new HttpsAgent({ keepAlive: true, maxSockets: IN_FLIGHT_MAX }) };
  const inFlight = new Set<number>();
  let stopped = false;
  let backlog = false;

  const tryOnce = async (delivery: Delivery): Promise<void> => {
    const b = bank();
    const heardAll = await callMerchant(b, delivery, agents);
    if (!heardAll || stopped) return;
    const nextAt = recordTry(b, delivery, heardAll);
    if (nextAt !== null) bell.wake(nextAt);
  };

  const start = async (delivery: Delivery): Promise<void> => {
    inFlight.add(delivery.id);
    try {
      await tryOnce(delivery);
    } finally {
      inFlight.delete(delivery.id);
      if (backlog && !stopped) pump();
    }
  };

  const pump = (): void => {
    if (stopped) return;
    bell.reset();
    const b = bank();
    const now = b.clock.now();
    const due = b.db.all<Delivery>(
      "SELECT * FROM deliveries WHERE state = 'waiting' AND nextAt <= ? ORDER BY nextAt, id LIMIT ?",
      now,
      IN_FLIGHT_MAX * 2,
    );
    const idle = due.filter((d) => !inFlight.has(d.id));
    const room = IN_FLIGHT_MAX - inFlight.size;
    backlog = idle.length > room;
    for (const delivery of idle.slice(0, Math.max(0, room))) void start(delivery);
    const next = b.db.one<{ at: number | null }>("SELECT MIN(nextAt) AS at FROM deliveries WHERE state = 'waiting' AND nextAt > ?", now);
    if (next?.at) bell.wake(next.at);
  };
  const bell = alarm(clock, pump);

  return {
    insert: (d) => insertDelivery(bank(), d),
    async launch(list) {
      const now = bank().clock.now();
      const due: Delivery[] = [];
      for (const delivery of list) {
        if (delivery.state !== 'waiting' || delivery.nextAt === null) continue;
        if (delivery.nextAt > now) bell.wake(delivery.nextAt);
        else if (inFlight.size + due.length < IN_FLIGHT_MAX) due.push(delivery);
        else backlog = true;
      }
      await Promise.all(due.map(start));
    },
    pump,
    underWay: () => inFlight.size,
    stop() {
      stopped = true;
      bell.stop();
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
