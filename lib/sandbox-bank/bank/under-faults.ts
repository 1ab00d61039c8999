/** Runs one operation of a channel under the misbehaviours that strike it: the same frame for all four channels. */
import type { Bank, OperationSubject } from './bank';
import { drop, type Reply } from './http';
import { payOrder } from './ledger';
import type { Channel, Order } from './types';

/** How the operation itself should answer: the truth, or one of the channel's own ways of not telling it. */
export type Telling = 'truth' | 'unclear' | 'not-found';

export interface FramedOperation {
  readonly channel: Channel;
  readonly subject: OperationSubject;
  readonly maintenance: () => Reply | Promise<Reply>;
  readonly systemError: () => Reply | Promise<Reply>;
  readonly run: (telling: Telling) => Reply | Promise<Reply>;
  /** The order that `run` made, for a callback that overtakes the answer. */
  readonly madeOrder?: () => Order | undefined;
}

export async function underFaults(bank: Bank, op: FramedOperation): Promise<Reply> {
  if (bank.rules.list().length === 0) return op.run('truth');
  const occasion = { channel: op.channel, ...op.subject };
  const { operation } = op.subject;
  const strike = (fault: Parameters<typeof bank.rules.strike>[0]) => bank.rules.strike(fault, occasion);
  const slow = strike('slow');
  if (slow) await bank.clock.sleep(slow.ms ?? 0);
  if (strike('down')) return drop(0);
  if (strike('maintenance')) return op.maintenance();
  if (operation === 'create') return createUnderFaults(bank, op, strike);
  if (operation === 'query') {
    if (strike('query-unknown')) return op.run('unclear');
    if (strike('query-not-found-first')) return op.run('not-found');
  }
  const reply = await op.run('truth');
  if (operation === 'refund') {
    const lost = strike('refund-timeout-after-paying');
    if (lost) return drop(lost.ms ?? 0);
  }
  return reply;
}

type Strike = (
  fault: 'create-timeout-no-order' | 'create-error-500' | 'create-timeout-order-exists' | 'callback-before-response',
) => Readonly<Record<string, number>> | null;

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
