/** Money back: asked for by one person, signed by another with a second factor, told to the bank, followed to the end. */
import { generate } from 'otplib';
import { z } from 'zod';
import { systemClock } from '@/lib/platform/clock';
import { type ConsoleClient, expectBody, TourFailure, until } from './http';
import type { Paid } from './paying';
import type { Person } from './place';

export interface Refunded {
  readonly refundId: string;
  readonly status: string;
}

/** A code can be used once; when this one was, the next one is thirty seconds away. */
const CODE_TRIES = 3;

export async function refund(clerk: ConsoleClient, manager: ConsoleClient, managerPerson: Person, paid: Paid, amount: string, stamp: string): Promise<Refunded> {
  const asked = await clerk.ask('refunds.request', { paymentId: paid.paymentId, amount, reason: 'left', note: 'tour', idempotencyKey: `tour-${stamp}-${paid.paymentId}` },
    z.object({ refundId: z.string(), approvalId: z.string() }));
  const own = await clerk.call('approvals.decide', { approvalId: asked.approvalId, decision: 'approve', reason: '', stepUpCode: '000000', operationHash: '0'.repeat(64) });
  if (own.status < 400) throw new TourFailure('the requester could approve their own refund');
  await approve(manager, managerPerson, asked.approvalId);
  const status = await until(`the end of refund ${asked.refundId}`, 60_000, async () => {
    const now = await clerk.ask('refunds.get', { id: asked.refundId }, z.object({ status: z.string() }));
    return ['succeeded', 'failed', 'rejected', 'returned'].includes(now.status) ? now.status : null;
  });
  return { refundId: asked.refundId, status };
}

async function approve(manager: ConsoleClient, person: Person, approvalId: string): Promise<void> {
  if (!person.totpSecret) throw new TourFailure(`${person.email} has no second factor`);
  const { operationHash } = await manager.ask('approvals.get', { id: approvalId }, z.object({ operationHash: z.string() }));
  for (let tries = 1; ; tries++) {
    const stepUpCode = await generate({ secret: person.totpSecret });
    const answer = await manager.call('approvals.decide', { approvalId, decision: 'approve', reason: 'tour', stepUpCode, operationHash });
    if (answer.status < 300) return;
    const code = (answer.body as { code?: string } | null)?.code ?? '';
    if (!code.startsWith('identity.code') || tries >= CODE_TRIES) expectBody('approvals.decide', answer, z.never());
    await new Promise((resolve) => setTimeout(resolve, 30_500 - (systemClock.now() % 30_000)));
  }
}
