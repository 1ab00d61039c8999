/** Runs one operation of a channel under the misbehaviours that strike it: the same frame for every channel. */
import type { Bank, OperationSubject } from './bank';
import { drop, type Reply } from './http';
import { payOrder } from './ledger';
import type { Fault } from '../faults';
import type { Channel, Order } from './types';

/** How the operation itself should answer: the truth, or one of the channel's own ways of not telling it. */
export type Telling = 'truth' | 'unclear' | 'not-found';

export interface FramedOperation {
  readonly channel: Channel;
  readonly subject: OperationSubject;
  readonly maintenance: () => Reply | Promise<Reply>;
  readonly systemError: () => Reply | Promise<Reply>;
  /** The channel's own words for "too many calls"; where it has none, its system error. */
  readonly busy?: () => Reply | Promise<Reply>;
  readonly run: (telling: Telling) => Reply | Promise<Reply>;
  /** The order that `run` made, for a callback that overtakes the answer. */
  readonly madeOrder?: () => Order | undefined;
}

type Strike = (fault: Fault) => Readonly<Record<string, number>> | null;

export async function underFaults(bank: Bank, op: FramedOperation): Promise<Reply> {
  const [at, from, struck] = [bank.clock.now(), performance.now(), new Set<string>()];
  const reply = await (bank.rules.list().length === 0 ? op.run('truth') : misbehaving(bank, op, struck));
  const status = reply.kind === 'answer' ? reply.status : null;
  const { operation, orderNo } = op.subject;
  bank.journal.write({ at, channel: op.channel, operation, orderNo, struck: [...struck], status, tookMs: Math.round(performance.now() - from) });
  return reply;
}

async function misbehaving(bank: Bank, op: FramedOperation, struck: Set<string>): Promise<Reply> {
  const occasion = { channel: op.channel, ...op.subject };
  const strike: Strike = (fault) => {
    const params = bank.rules.strike(fault, occasion);
    if (params) struck.add(fault);
    return params;
  };
  const slow = strike('slow');
  if (slow) await bank.clock.sleep(slow.ms ?? 0);
  if (strike('down')) return drop(0);
  if (strike('busy')) return (op.busy ?? op.systemError)();
  if (strike('maintenance')) return op.maintenance();
  const skew = strike('clock-skew');
  const reply = skew ? await bank.clock.skewed((skew.seconds ?? 0) * 1_000, () => carriedOut(bank, op, strike)) : await carriedOut(bank, op, strike);
  return spoiled(op, reply, strike);
}

async function carriedOut(bank: Bank, op: FramedOperation, strike: Strike): Promise<Reply> {
  const { operation } = op.subject;
  if (operation === 'create') return createUnderFaults(bank, op, strike);
  if (operation === 'query') return op.run(tellingOf(strike));
  if (operation === 'refund-query' && strike('refund-query-not-found-first')) return op.systemError();
  if (operation !== 'refund') return op.run('truth');
  const never = strike('refund-timeout-not-done');
  if (never) return drop(never.ms ?? 0);
  const reply = await op.run('truth');
  const lost = strike('refund-timeout-after-paying');
  return lost ? drop(lost.ms ?? 0) : reply;
}

function tellingOf(strike: Strike): Telling {
  if (strike('query-unknown')) return 'unclear';
  if (strike('query-not-found-first') || strike('query-contradicts-callback')) return 'not-found';
  const flips = strike('query-flips');
  return flips && (flips.seen ?? 1) % 2 === 1 ? 'not-found' : 'truth';
}

/** What was carried out is answered badly or not at all. */
async function spoiled(op: FramedOperation, reply: Reply, strike: Strike): Promise<Reply> {
  if (reply.kind === 'drop') return reply;
  if (strike('answer-lost')) return drop(0);
  if (strike('error-after-doing')) return op.systemError();
  if (strike('answer-malformed')) return { ...reply, body: Buffer.from(reply.body).subarray(0, Math.floor(reply.body.length / 2)) };
  const dripping = strike('slow-drip');
  return dripping ? { ...reply, dripMs: dripping.ms ?? 0 } : reply;
}

async function createUnderFaults(bank: Bank, op: FramedOperation, strike: Strike): Promise<Reply> {
  const never = strike('create-timeout-no-order');
  if (never) return drop(never.ms ?? 0);
  if (strike('create-error-500')) return op.systemError();
  const reply = await op.run('truth');
  const made = op.madeOrder?.();
  if (made && strike('callback-before-response')) {
    const paid = payOrder(bank, made);
    if (paid.ok) await paid.callbacks;
  }
  const lost = strike('create-timeout-order-exists');
  return lost ? drop(lost.ms ?? 0) : reply;
}
