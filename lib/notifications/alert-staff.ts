/** Tells the people on duty by mail when the books are not sound any more: whoever looks at a screen sees it there, the others must hear of it. */
import { staffAddresses } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { systemCtx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { withTx } from '@/lib/platform/tx';
import { carriers, type Carriers } from './carriers';

interface Told { readonly id: bigint; readonly payload: Readonly<Record<string, unknown>> }
const ON_DUTY = ['accountant', 'finance-manager', 'finance-director', 'auditor'] as const;

/** May meet an event again: the message keeps its id, and a carrier that knows it does not send twice. */
export async function alertBooks(institutionId: InstitutionId, events: readonly Told[], out: Carriers = carriers()): Promise<number> {
  const ctx = systemCtx('alerts', institutionId);
  const { people, name } = await withTx(ctx, async (tx) => ({
    people: await staffAddresses(tx, ctx, ON_DUTY), name: (await tx.institution.findUniqueOrThrow({ where: { id: institutionId }, select: { name_zh: true } })).name_zh,
  }));
  let sent = 0;
  for (const event of events) {
    const checks = typeof event.payload.checks === 'string' ? event.payload.checks : '';
    const url = `${env().publicUrl}/ledger/integrity`;
    const text = [`账簿核对发现不一致：${checks}。请先不要日结，查看：${url}`, '', `The books are not sound: ${checks}. Do not close the day; look here first: ${url}`].join('\n');
    for (const { userId, email } of people) {
      await out.mail({ id: `books-${event.id}-${userId}`, to: email, subject: `${name}：账簿不一致 · the books are not sound`, text });
      sent++;
    }
  }
  return sent;
}

export const alertConsumers = { 'books.unsound': [async (institutionId: InstitutionId, events: readonly Told[]): Promise<void> => { await alertBooks(institutionId, events); }] };
