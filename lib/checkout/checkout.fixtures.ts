/** A household that can pay: an institution with accounts at four banks that do as told, and its payer's context. */
import type { ChannelCode, CreateOutcome } from '@/lib/channels/port';
import { CHANNELS } from '@/lib/channels/port';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import type { PaymentDeps } from '@/lib/payments';
import { createPgStore } from '@/lib/payments/pg-store';
import {
  foundHousehold,
  testClock,
  testDeps,
  toldGateway,
  type Household,
  type TestClock,
  type ToldGateway,
} from '@/lib/payments/payments.fixtures';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { PayInput } from './model';

export interface PayingHousehold extends Household {
  readonly ctx: Ctx;
  readonly clock: TestClock;
  readonly deps: PaymentDeps;
  readonly gateway: ToldGateway;
}

let made = 0;

export async function payingHousehold(amounts: readonly bigint[], channels: readonly ChannelCode[] = CHANNELS): Promise<PayingHousehold> {
  const clock = testClock();
  const household = await foundHousehold(clock, amounts);
  const random = seededRandom(50_000 + ++made);
  await withTx(household, (tx) =>
    tx.channel_account.createMany({
      data: channels.map((channel) => ({
        id: newId('channelAccount', { clock, random }),
        institution_id: household.institutionId,
        channel,
        base_url: 'http://127.0.0.1:1',
        config: {},
        secrets_sealed: new Uint8Array([1]),
        status: 'active',
        created_at: toDate(clock.now()),
        updated_at: toDate(clock.now()),
      })),
    }),
  );
  const gateway = toldGateway();
  const deps = testDeps(createPgStore(clock), clock, gateway, random);
  const ctx = makeCtx({ kind: 'payer', payerId: household.payerId }, household.institutionId, { clock, random });
  return { ...household, ctx, clock, deps, gateway };
}

export const wishFor = (household: Household, change: Partial<PayInput> = {}): PayInput => ({
  billIds: household.bills.map((b) => b.id),
  expectedMinor: household.bills.reduce((sum, b) => sum + b.totalMinor, 0n),
  method: 'any',
  idempotencyKey: 'key-00000001',
  ...change,
});

/** Banks that answer one after the other; after the list they accept. Tells which channel was asked when. */
export function answering(household: PayingHousehold, answers: readonly CreateOutcome[]): ChannelCode[] {
  const asked: ChannelCode[] = [];
  const accept = household.gateway.create;
  household.gateway.create = async (contract, order) => {
    asked.push(contract.channel);
    return answers[asked.length - 1] ?? accept(contract, order);
  };
  return asked;
}

/** Banks whose orders can be paid without our answer to them: the bank's own word is needed before another order is opened. */
export function payableElsewhere(household: PayingHousehold): void {
  const { capabilities } = household.gateway;
  household.gateway.capabilities = (channel) => ({ ...capabilities(channel), payableOnlyByAnswer: false });
}

/** The first `many` banks that are asked say nothing until they are told to; the others accept. */
export function silentFirst(household: PayingHousehold, many = 1) {
  const accept = household.gateway.create;
  const { promise, resolve } = Promise.withResolvers<CreateOutcome>();
  const asked: ChannelCode[] = [];
  household.gateway.create = (contract, order) => (asked.push(contract.channel) <= many ? promise : accept(contract, order));
  return { asked, sayAtLast: () => resolve({ certainty: 'accepted', present: { kind: 'qr', text: 'too late' } }) };
}
