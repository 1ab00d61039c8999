import { audit } from '@/lib/audit';
import type { InstitutionId } from '@/lib/kernel/ids';
import { money, type Currency } from '@/lib/kernel/money';
import { HOUR_MS, MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import { systemCtx } from '@/lib/platform/ctx';
import { enqueue } from '@/lib/platform/jobs';
import { withPlatformTx, withTx, type Tx } from '@/lib/platform/tx';
import { openBuyer } from '../buyer';
import type { InvoiceDeps } from '../deps';
import { ISSUE_JOB } from '../job-name';
import type { InvoiceOrder, ProviderAnswer } from '../provider';

/** Pauses before the provider is asked again; the last one for as long as it takes. */
const AGAIN_MS = [2_000, 5_000, 15_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS] as const;

interface Marked {
  readonly id: string;
  readonly kind: string;
  readonly payment_id: string;
  readonly buyer_sealed: Uint8Array;
  readonly amount_minor: bigint;
  readonly currency: string;
}

export type Issued = 'issued' | 'declined' | 'asked-again' | 'not-now';

/**
 * Has one invoice issued: marked and committed first, then the provider is called, then its answer is recorded. A process that died in between finds
 * `issuing` and asks what became of the serial before it sends the order again.
 */
export async function issueInvoice(deps: InvoiceDeps, institutionId: InstitutionId, invoiceId: string): Promise<Issued> {
  const { provider, net } = deps;
  if (!provider) return 'not-now';
  const marked = await withTx({ institutionId }, (tx) => mark(tx, invoiceId));
  if (!marked) return 'not-now';
  const order = await orderOf(institutionId, marked.invoice, marked.corrects);
  let answer: ProviderAnswer = marked.sentBefore ? await provider.query(net, invoiceId) : { state: 'absent' };
  if (answer.state === 'absent') answer = await provider.issue(net, order);
  return withTx({ institutionId }, (tx) => record(tx, { deps, institutionId, invoiceId, answer }));
}

/** Null when there is nothing to do, or the invoice that a red letter corrects is not issued yet. */
async function mark(tx: Tx, id: string): Promise<{ invoice: Marked; corrects: string | null; sentBefore: boolean } | null> {
  await tx.$queryRaw`SELECT id FROM invoice WHERE id = ${id} FOR UPDATE`;
  const invoice = await tx.invoice.findUnique({ where: { id } });
  if (!invoice || (invoice.status !== 'requested' && invoice.status !== 'issuing')) return null;
  const blue = invoice.corrects_id ? await tx.invoice.findUniqueOrThrow({ where: { id: invoice.corrects_id } }) : null;
  await tx.invoice.update({ where: { id }, data: { status: 'issuing', tries: { increment: 1 } } });
  return { invoice, corrects: blue?.provider_number ?? null, sentBefore: invoice.status === 'issuing' };
}

async function orderOf(institutionId: InstitutionId, invoice: Marked, corrects: string | null): Promise<InvoiceOrder> {
  const { title, taxNo } = openBuyer(invoice.id, invoice.buyer_sealed);
  const institution = await withPlatformTx((tx) => tx.institution.findUniqueOrThrow({ where: { id: institutionId }, select: { name_zh: true, slug: true } }));
  const payment = await withTx({ institutionId }, (tx) => tx.payment.findUniqueOrThrow({ where: { id: invoice.payment_id }, select: { subject: true } }));
  return {
    serial: invoice.id, kind: invoice.kind === 'red' ? 'red' : 'blue', corrects, seller: { name: institution.name_zh, code: institution.slug }, buyer: { title, taxNo },
    amount: money(invoice.amount_minor, invoice.currency as Currency), subject: payment.subject,
  };
}

interface Answered {
  readonly deps: InvoiceDeps;
  readonly institutionId: InstitutionId;
  readonly invoiceId: string;
  readonly answer: ProviderAnswer;
}

async function record(tx: Tx, { deps, institutionId, invoiceId: id, answer }: Answered): Promise<Issued> {
  await tx.$queryRaw`SELECT id FROM invoice WHERE id = ${id} FOR UPDATE`;
  const invoice = await tx.invoice.findUniqueOrThrow({ where: { id } });
  if (invoice.status !== 'issuing') return 'not-now';
  if (answer.state === 'issued' || answer.state === 'declined') {
    const data = answer.state === 'issued'
      ? { status: 'issued', provider_code: answer.code, provider_number: answer.number, issued_at: toDate(answer.issuedAt), reason: null }
      : { status: 'declined', reason: answer.reason };
    await tx.invoice.update({ where: { id }, data });
    await audit(tx, systemCtx('invoices', institutionId), {
      action: answer.state === 'issued' ? 'invoice.issue' : 'invoice.decline', subjectKind: 'invoice', subjectId: id, outcome: 'done',
      after: { kind: invoice.kind, amountMinor: invoice.amount_minor.toString(), number: answer.state === 'issued' ? answer.number : null },
    });
    return answer.state;
  }
  const pause = AGAIN_MS[Math.min(invoice.tries, AGAIN_MS.length) - 1] ?? AGAIN_MS[0];
  await enqueue(tx, ISSUE_JOB, { institutionId, invoiceId: id }, { key: `${ISSUE_JOB}:${id}`, runAt: plusMs(deps.clock.now(), pause) });
  return 'asked-again';
}
