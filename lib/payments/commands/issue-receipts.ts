/** Receipts of payments that succeeded, once each: consumer of `payment.succeeded`. Safe to run again for the same payments. */
import type { InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { toIso } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import type { PaymentDeps } from '../deps';
import { receiptNumber } from '../numbers';

/** 25 characters of Crockford base 32: 125 random bits, readable from paper. */
function verifyCode(bytes: Uint8Array): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return Array.from(bytes, (b) => alphabet[b & 31]!).join('');
}

export interface IssuedReceipt {
  readonly receiptId: string;
  readonly paymentId: PaymentId;
  readonly number: string;
  readonly verifyCode: string;
}

/** Answers the receipts made now; payments that have one, or are not paid, are passed over. */
export async function issueReceipts(
  deps: Pick<PaymentDeps, 'store' | 'clock' | 'random'>,
  institutionId: InstitutionId,
  paymentIds: readonly PaymentId[],
): Promise<IssuedReceipt[]> {
  if (paymentIds.length === 0) return [];
  const numbers = await deps.store.numbers(institutionId, 'receipt', paymentIds.length);
  const at = toIso(deps.clock.now());
  const rows = JSON.stringify(
    [...new Set(paymentIds)].map((payment, i) => ({
      id: newId('receipt', deps),
      payment,
      number: receiptNumber(numbers[i]!),
      code: verifyCode(deps.random.bytes(25)),
    })),
  );
  const made = await withTx(
    { institutionId },
    (tx) => tx.$queryRaw<{ id: string; payment_id: string; number: string; verify_code: string }[]>`
    WITH made AS (
      INSERT INTO receipt (id, institution_id, number, payment_id, amount_minor, currency, verify_code, issued_at)
      SELECT r.id, ${institutionId}, r.number, p.id, p.captured_minor, p.currency, r.code, ${at}::timestamptz
      FROM jsonb_to_recordset(${rows}::jsonb) AS r(id text, payment text, number text, code text)
      JOIN payment p ON p.id = r.payment AND p.status IN ('succeeded', 'reversed')
      ON CONFLICT (payment_id) DO NOTHING RETURNING id, payment_id, number, verify_code
    ), located AS (
      INSERT INTO receipt_locator (verify_code, institution_id, receipt_id) SELECT verify_code, ${institutionId}, id FROM made
    )
    SELECT * FROM made`,
  );
  return made.map((m) => ({ receiptId: m.id, paymentId: m.payment_id as PaymentId, number: m.number, verifyCode: m.verify_code }));
}
