/** The mail that opens a payer's own account. Both languages in one, as nobody knows the reader's. */
import { z } from 'zod';
import { newId } from '@/lib/kernel/ports';
import { makeAccountLink } from '@/lib/payers';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { carriers, type Carriers } from './carriers';

const payloadSchema = z.object({ askId: z.string().max(40) });
const ports = { clock: systemClock, random: systemRandom };

/** An address that has no account and nothing to put into one comes here too, so that asking costs the same for everybody; there is nothing to do then. */
export async function mailPayerAccount(payload: unknown, out: Carriers = carriers()): Promise<void> {
  const link = await makeAccountLink(ports, payloadSchema.parse(payload).askId);
  if (!link) return;
  const url = `${env().publicUrl}/pay/account/open/${link.token}`;
  await out.mail({
    id: newId('notice', ports), to: link.email, subject: '八方：打开您的账单 Bafang: open your bills',
    text: [
      '请在半小时内打开链接，查看您的全部账单；链接只能用一次：', url, '如果不是您申请的，请忽略本邮件。', '',
      'Open this link within half an hour to see everything you owe. It works once.', 'If you did not ask for it, ignore this mail.',
    ].join('\n'),
  });
}
