/** Mail to people who sign in here: the link for a new password, and that it was changed. Both languages in one, as nobody knows the reader's. */
import { z } from 'zod';
import { CHANGED_MAIL_JOB, mailboxOf, openPasswordReset, RESET_MAIL_JOB } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { ACCOUNT_MAIL_JOB } from '@/lib/payers';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { createLog } from '@/lib/platform/log';
import { approvalNoticeJobs } from './approval-notices';
import { carriers, type Carriers } from './carriers';
import { mailPayerAccount } from './mail-payer-account';

const payloadSchema = z.object({ userId: z.string().max(40) });
const ports = { clock: systemClock, random: systemRandom };

/** An unknown address comes here as nobody, so that asking costs the same for everybody; there is nothing to do then. */
export async function mailPasswordReset(payload: unknown, out: Carriers = carriers()): Promise<void> {
  const { userId } = payloadSchema.parse(payload);
  const visitor = { ...ports, origin: { ip: '', device: '' }, requestId: newId('request', ports), log: createLog({ job: RESET_MAIL_JOB }) };
  const mail = await openPasswordReset(visitor, userId);
  if (!mail) return;
  const link = `${env().publicUrl}/sign-in/reset/${mail.token}`;
  await out.mail({
    id: newId('notice', ports), to: mail.email, subject: '八方：重设密码 Bafang: choose a new password',
    text: [
      `${mail.name}：`, `请在半小时内打开链接设置新密码，链接只能用一次：`, link, '如果不是您申请的，请忽略本邮件，密码不会改变。', '',
      `${mail.name},`, 'open this link within half an hour to choose a new password. It works once.', 'If you did not ask for it, ignore this mail: your password stays as it is.',
    ].join('\n'),
  });
}

export async function mailPasswordChanged(payload: unknown, out: Carriers = carriers()): Promise<void> {
  const person = await mailboxOf(payloadSchema.parse(payload).userId);
  if (!person) return;
  await out.mail({
    id: newId('notice', ports), to: person.email, subject: '八方：密码已重设 Bafang: your password was changed',
    text: [
      `${person.name}：`, '您的密码刚刚通过邮件链接重设，其他设备上的登录已全部结束。如果不是您本人操作，请立即联系管理员。', '',
      `${person.name},`, 'your password was just changed through a mailed link, and every other sign-in was ended. If that was not you, tell an administrator at once.',
    ].join('\n'),
  });
}

export const notificationJobs = {
  ...approvalNoticeJobs,
  [RESET_MAIL_JOB]: (payload: unknown): Promise<void> => mailPasswordReset(payload),
  [ACCOUNT_MAIL_JOB]: (payload: unknown): Promise<void> => mailPayerAccount(payload),
  [CHANGED_MAIL_JOB]: (payload: unknown): Promise<void> => mailPasswordChanged(payload),
};
