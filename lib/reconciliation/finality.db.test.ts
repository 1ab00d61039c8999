/** Paid and reconciled is final: the database itself lets nobody unpay it, change it, or call it refunded without a refund that was consented to. */
import pg from 'pg';
import { expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { listMatches } from './match-list';
import { undoMatch } from './commands/undo-match';
import { clock, foundDesk, lineOf, paid, take } from './reconciliation.fixtures';

const random = seededRandom(9);

it('a reconciled payment is unpaid, changed or given back by no statement but a refund’s; taken apart it is not final any more', async () => {
  const desk = await foundDesk();
  const one = await paid(desk, 100_00n);
  const { payment_id } = await withTx(desk.clerk, (tx) => tx.payment_attempt.findUniqueOrThrow({ where: { id: one.attemptId } }));
  const file = await take(desk, [lineOf(one)]);
  const attempt = (data: object) => withTx(desk.clerk, (tx) => tx.payment_attempt.update({ where: { id: one.attemptId }, data }));
  const payment = (data: object) => withTx(desk.clerk, (tx) => tx.payment.update({ where: { id: payment_id }, data }));
  for (const data of [{ status: 'closed' }, { amount_minor: 90_00n }, { order_no: 'OTHER' }]) await expect(attempt(data)).rejects.toThrow(/final/);
  await expect(payment({ status: 'failed', captured_minor: 0n })).rejects.toThrow(/final/);
  await expect(payment({ refunded_minor: 10_00n })).rejects.toThrow(/final/);
  await attempt({ updated_at: toDate(clock.now()) });
  // A refund that is only asked for gives nothing back; one that was consented to and went back does, in whichever order the rows are written.
  const [id, approvalId] = [newId('refund', { clock, random }), newId('approval', { clock, random })];
  await withTx(desk.clerk, async (tx) => {
    await tx.refund.create({
      data: {
        id, institution_id: desk.institutionId, number: 'R1', payment_id, attempt_id: one.attemptId, channel: 'wechat', refund_no: `RF-${one.orderNo}`, amount_minor: 10_00n, currency: 'CNY',
        status: 'requested', reason: 'left', requested_kind: 'user', requested_by: 'x', requested_at: toDate(clock.now()), approval_id: approvalId, idempotency_key: 'k1', updated_at: toDate(clock.now()),
      },
    });
  });
  await expect(payment({ refunded_minor: 10_00n })).rejects.toThrow(/final/);
  await asOwner([
    `UPDATE refund SET status = 'succeeded' WHERE id = '${id}'`,
  ]);
  // In whichever order the rows are written: what counts is how the transaction ends.
  await payment({ refunded_minor: 10_00n });
  await expect(payment({ refunded_minor: 20_00n })).rejects.toThrow(/final/);
  const [pair] = (await listMatches(desk.clerk, { fileId: file.fileId })).rows;
  must(await undoMatch(desk.clerk, { lineId: pair!.lineId! }));
  await attempt({ status: 'closed' });
});

/** Past the triggers that ask for a consent: that is proven elsewhere. */
async function asOwner(statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: testDatabase().adminUrl });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
