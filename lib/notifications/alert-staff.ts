/** Tells the people on duty by mail what cannot wait until somebody looks at a screen: books that are not sound, a bank that stopped answering, a certificate that ends. */
import { CAPABILITIES, isChannelCode } from '@/lib/channels/model';
import { staffAddresses, type Role } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { systemCtx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { withTx } from '@/lib/platform/tx';
import { carriers, type Carriers } from './carriers';

interface Told { readonly id: bigint; readonly payload: Readonly<Record<string, unknown>> }
interface Alert { readonly name: string; readonly to: readonly Role[]; readonly zh: string; readonly en: string; readonly text: readonly string[] }

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const FINANCE_ON_DUTY = ['accountant', 'finance-manager', 'finance-director', 'auditor'] as const satisfies readonly Role[];
const CHANNELS_ON_DUTY = ['administrator', 'finance-manager', 'finance-director'] as const satisfies readonly Role[];

function channelOf(payload: Told['payload']): { readonly zh: string; readonly en: string } {
  const channel = text(payload.channel);
  return isChannelCode(channel) ? CAPABILITIES[channel].name : { zh: channel, en: channel };
}

const ALERTS = {
  'books.unsound': ({ payload }: Told): Alert => {
    const [checks, url] = [text(payload.checks), `${env().publicUrl}/ledger/integrity`];
    return {
      name: 'books', to: FINANCE_ON_DUTY, zh: '账簿不一致', en: 'the books are not sound',
      text: [`账簿核对发现不一致：${checks}。请先不要日结，查看：${url}`, '', `The books are not sound: ${checks}. Do not close the day; look here first: ${url}`],
    };
  },
  'breaker.opened': ({ payload }: Told): Alert => {
    const [bank, at, url] = [channelOf(payload), text(payload.at), `${env().publicUrl}/bank-health`];
    return {
      name: 'breaker', to: CHANNELS_ON_DUTY, zh: `${bank.zh}已停用`, en: `${bank.en} is switched off`,
      text: [
        `${bank.zh}连续无应答或失败过多，${at} 起新缴费改走其他渠道；恢复后自动启用。查看：${url}`, '',
        `${bank.en} stopped answering or failed too often; since ${at} payments go elsewhere. It comes back by itself once it answers. See ${url}`,
      ],
    };
  },
  'certificate.ending': ({ payload }: Told): Alert => {
    const [bank, until, days] = [channelOf(payload), text(payload.until).slice(0, 10), text(payload.days)];
    const url = `${env().publicUrl}/channels/${text(payload.channel)}`;
    return {
      name: 'certificate', to: CHANNELS_ON_DUTY, zh: `${bank.zh}证书 ${until} 到期`, en: `a certificate of ${bank.en} ends on ${until}`,
      text: [
        `${bank.zh}的证书（${text(payload.field)}）将于 ${until} 到期，还有 ${days} 天。到期后回调验签会失败，请向银行申请新证书：${url}`, '',
        `A certificate of ${bank.en} (${text(payload.field)}) ends on ${until}, in ${days} days. Callbacks cannot be verified after that; ask the bank for a new one: ${url}`,
      ],
    };
  },
} as const;

/** May meet an event again: the message keeps its id, and a carrier that knows it does not send twice. Answers how many mails went out. */
export async function alertStaff(kind: keyof typeof ALERTS, institutionId: InstitutionId, events: readonly Told[], out: Carriers = carriers()): Promise<number> {
  const ctx = systemCtx('alerts', institutionId);
  let sent = 0;
  for (const event of events) {
    const alert = ALERTS[kind](event);
    const { people, name } = await withTx(ctx, async (tx) => ({
      people: await staffAddresses(tx, ctx, alert.to), name: (await tx.institution.findUniqueOrThrow({ where: { id: institutionId }, select: { name_zh: true } })).name_zh,
    }));
    for (const { userId, email } of people) {
      await out.mail({ id: `${alert.name}-${event.id}-${userId}`, to: email, subject: `${name}：${alert.zh} · ${alert.en}`, text: alert.text.join('\n') });
      sent++;
    }
  }
  return sent;
}

const told = (kind: keyof typeof ALERTS) => async (institutionId: InstitutionId, events: readonly Told[]): Promise<void> => { await alertStaff(kind, institutionId, events); };
export const alertConsumers = { 'books.unsound': [told('books.unsound')], 'breaker.opened': [told('breaker.opened')], 'certificate.ending': [told('certificate.ending')] };
