/** A payer's question is answered within a day or put before the manager; it is seen by that payer and that institution alone. */
import { describe, expect, it } from 'vitest';
import type { PayerId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { instant, plusMs, toDate, type Instant } from '@/lib/kernel/time';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { makeCtx, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { answerDispute, disputeDesk, disputeDetail, disputesOfPayment, escalateOverdue, raiseDispute, readDisputeEvidence, takeDispute, withdrawDispute } from './index';

const random = seededRandom(8);
const START = instant(Date.UTC(2026, 10, 22, 3));
const HOURS = 3_600_000;

async function found() {
  let now: Instant = START;
  const ports = { clock: { now: () => now }, random };
  const institutionId: InstitutionId = newId('institution', ports);
  await withPlatformTx((tx) => tx.institution.create({
    data: {
      id: institutionId, slug: institutionId.toLowerCase().replace('_', '-'), name_zh: '测试', name_en: 'Test', kind: 'school', time_zone: 'Asia/Shanghai', day_cut_off: '24:00',
      currency: 'CNY', environment: 'test', status: 'active', created_at: toDate(now),
    },
  }));
  const as = (role: string): Ctx => makeCtx({ kind: 'user', userId: newId('user', ports) as UserId, roles: [role], sessionId: 'ses', name: role }, institutionId, ports);
  const payer = (id: string): Ctx => makeCtx({ kind: 'payer', payerId: id as PayerId }, institutionId, ports);
  const pay = async (payerId: string): Promise<string> => {
    const id = newId('payment', ports);
    await withTx({ institutionId }, (tx) => tx.payment.create({
      data: {
        id, institution_id: institutionId, number: id.slice(-8), payer_id: payerId, currency: 'CNY', amount_minor: 100n, captured_minor: 100n, status: 'succeeded', method: 'wechat', channel: 'wechat',
        subject: 'x', payer_ip: '', idempotency_key: id, created_at: toDate(now), expires_at: toDate(now), updated_at: toDate(now), succeeded_at: toDate(now),
      },
    }));
    return id;
  };
  return { institutionId, clerk: as('accountant'), manager: as('finance-manager'), auditor: as('auditor'), payer, pay, later: (ms: number) => { now = plusMs(now, ms); }, system: systemCtx('disputes', institutionId, ports) };
}

const wish = (paymentId: string, key = 'key-00000001') => ({ paymentId, kind: 'amount-wrong' as const, text: '我付了 90', idempotencyKey: key });

describe('a payer’s question', () => {
  it('is raised once, about one’s own payment only, and answered with words the payer reads', async () => {
    const [desk, other] = [await found(), await found()];
    const [lee, wang] = [desk.payer('pyr_lee'), desk.payer('pyr_wang')];
    const paymentId = await desk.pay('pyr_lee');
    expect(await raiseDispute(wang, wish(paymentId))).toMatchObject({ ok: false, error: { code: 'disputes.payment-not-found' } });
    expect(await raiseDispute(other.payer('pyr_lee'), wish(paymentId))).toMatchObject({ ok: false, error: { code: 'disputes.payment-not-found' } });
    const [one, again] = await Promise.all([raiseDispute(lee, wish(paymentId)), raiseDispute(lee, wish(paymentId))]);
    expect(must(one).disputeId).toBe(must(again).disputeId);
    expect(await raiseDispute(lee, wish(paymentId, 'key-00000002'))).toMatchObject({ ok: false, error: { code: 'disputes.already-open' } });
    const id = must(one).disputeId;
    expect((await disputeDesk(desk.clerk, { status: 'waiting' })).rows).toMatchObject([{ id, status: 'open', text: '我付了 90' }]);
    expect((await disputeDesk(other.clerk, { status: 'all' })).rows).toEqual([]);
    expect(await disputeDetail(other.clerk, id)).toBeNull();
    expect(await disputesOfPayment(wang, paymentId)).toEqual([]);
    must(await takeDispute(desk.clerk, { disputeId: id }));
    expect(await answerDispute(desk.auditor, { disputeId: id, answer: 'x' })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await answerDispute(other.clerk, { disputeId: id, answer: 'x' })).toMatchObject({ ok: false, error: { code: 'disputes.not-found' } });
    must(await answerDispute(desk.clerk, { disputeId: id, answer: '已核对：100', evidence: new File(['slip'], 'slip.pdf') }));
    expect(await answerDispute(desk.clerk, { disputeId: id, answer: 'again' })).toMatchObject({ ok: false, error: { code: 'disputes.already-closed' } });
    expect(await disputesOfPayment(lee, paymentId)).toMatchObject([{ status: 'answered', answer: '已核对：100' }]);
    const detail = (await disputeDetail(desk.clerk, id))!;
    expect([detail.bankSays, detail.mayAnswer, detail.events.map((e) => e.kind)]).toEqual(['waiting', false, ['answer', 'take', 'raise']]);
    expect((await readDisputeEvidence(desk.clerk, detail.events[0]!.id))!.bytes.toString()).toBe('slip');
    expect(await readDisputeEvidence(other.clerk, detail.events[0]!.id)).toBeNull();
    const kept = await withTx(desk.clerk, (tx) => tx.audit_entry.findMany({ where: { subject_id: id }, select: { action: true, after: true } }));
    expect(JSON.stringify(kept)).not.toContain('90');
  });

  it('is put before the manager once 24 hours are over, who alone answers it then', async () => {
    const desk = await found();
    const id = must(await raiseDispute(desk.payer('pyr_lee'), wish(await desk.pay('pyr_lee')))).disputeId;
    desk.later(24 * HOURS - 1);
    expect(await escalateOverdue(desk.system)).toBe(0);
    desk.later(1);
    expect(await escalateOverdue(desk.system)).toBe(1);
    expect(await escalateOverdue(desk.system)).toBe(0);
    expect(await answerDispute(desk.clerk, { disputeId: id, answer: 'late' })).toMatchObject({ ok: false, error: { code: 'disputes.escalated' } });
    expect((await disputeDesk(desk.manager, { status: 'escalated' })).rows).toMatchObject([{ id }]);
    must(await answerDispute(desk.manager, { disputeId: id, answer: 'sorry' }));
    expect(await withTx(desk.clerk, (tx) => tx.outbox_event.findMany({ where: { subject_id: id }, orderBy: { id: 'asc' }, select: { type: true } })))
      .toMatchObject([{ type: 'dispute.raised' }, { type: 'dispute.escalated' }, { type: 'dispute.answered' }]);
  });

  it('may be withdrawn by its payer alone, and one payment cannot flood the queue', async () => {
    const desk = await found();
    const [lee, paymentId] = [desk.payer('pyr_lee'), await desk.pay('pyr_lee')];
    for (let i = 0; i < 5; i++) {
      const { disputeId } = must(await raiseDispute(lee, wish(paymentId, `key-1000000${i}`)));
      expect(await withdrawDispute(desk.payer('pyr_wang'), { disputeId })).toMatchObject({ ok: false, error: { code: 'disputes.not-found' } });
      must(await withdrawDispute(lee, { disputeId }));
    }
    expect(await raiseDispute(lee, wish(paymentId, 'key-20000000'))).toMatchObject({ ok: false, error: { code: 'disputes.too-many' } });
    await expect(withTx(desk.clerk, (tx) => tx.$executeRaw`UPDATE payer_dispute_event SET note = 'x'`)).rejects.toThrow();
  });
});
