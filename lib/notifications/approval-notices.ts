/** Who must sign is reminded by mail, and who may sign once nobody did is told: one job for each person, so that one bad mailbox holds up nobody else. */
import { z } from 'zod';
import { APPROVAL_ESCALATED, APPROVAL_REMINDER, approvalBrief, signersOf } from '@/lib/approvals';
import { mailboxOf } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { fromWire, toDecimal } from '@/lib/kernel/money';
import { newId } from '@/lib/kernel/ports';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { enqueue } from '@/lib/platform/jobs';
import { withTx } from '@/lib/platform/tx';
import { carriers, type Carriers } from './carriers';

const JOB = 'mail-approval-notice';
const ports = { clock: systemClock, random: systemRandom };
const payloadSchema = z.object({ institutionId: z.string().max(40), approvalId: z.string().max(40), userId: z.string().max(40), why: z.enum(['reminder', 'escalated']) });

interface Late { readonly payload: Readonly<Record<string, unknown>> }
const tell = (why: 'reminder' | 'escalated') => async (institutionId: InstitutionId, events: readonly Late[]): Promise<void> => {
  for (const { payload: { approvalId } } of events) {
    if (typeof approvalId !== 'string') continue;
    const signers = await signersOf({ institutionId, clock: systemClock }, approvalId);
    await withTx({ institutionId }, async (tx) => {
      for (const userId of signers) await enqueue(tx, JOB, { institutionId, approvalId, userId, why }, { key: `${JOB}:${why}:${approvalId}:${userId}`, maxAttempts: 5 });
    });
  }
};
export const approvalNoticeConsumers = { [APPROVAL_REMINDER]: [tell('reminder')], [APPROVAL_ESCALATED]: [tell('escalated')] };

/** Looked at again right before it goes out: what was decided meanwhile reminds nobody. */
export async function mailApprovalNotice(payload: unknown, out: Carriers = carriers()): Promise<void> {
  const { institutionId, approvalId, userId, why } = payloadSchema.parse(payload);
  const home = institutionId as InstitutionId;
  const [signers, brief, person] = await Promise.all([signersOf({ institutionId: home, clock: systemClock }, approvalId), approvalBrief(home, approvalId), mailboxOf(userId)]);
  if (!brief || !person || !signers.includes(userId)) return;
  const amount = brief.amount.minor === '0' ? '' : `¥${toDecimal(fromWire(brief.amount))}`;
  const link = `${env().publicUrl}/approvals/${approvalId}`;
  const zh = why === 'reminder' ? `有一项审批在等您签署${amount && `，金额 ${amount}`}。` : `一项审批逾期无人签署${amount && `，金额 ${amount}`}，现在您也可以签署。`;
  const en = why === 'reminder' ? `a request${amount && ` for ${amount}`} waits for your signature.` : `a request${amount && ` for ${amount}`} was not signed in time; now you may sign it too.`;
  await out.mail({
    id: newId('notice', ports), to: person.email, subject: `${brief.institution.split(' / ')[0]}：${why === 'reminder' ? '审批待签 Waiting for your signature' : '审批已升级 Passed on to you'}`,
    text: [brief.institution, '', `${person.name}：`, zh, link, '', `${person.name},`, en, link].join('\n'),
  });
}

export const approvalNoticeJobs = { [JOB]: (payload: unknown): Promise<void> => mailApprovalNotice(payload) };
