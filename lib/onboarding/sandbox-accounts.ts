/** Opens the institution's accounts at every channel of the sandbox bank, as an onboarding clerk of each bank would. Never in production. */
import { z } from 'zod';
import { CHANNELS, notifyUrlOf, saveOpenedAccount, type ChannelCode } from '@/lib/channels';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { ChannelAccountId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import type { OnboardingFailure } from './errors';

const CALL_MS = 10_000;
const settings = z.record(z.string(), z.json());
const opened = z.object({ config: settings, secrets: settings, baseUrl: z.url() });
const merchants = z.object({ merchants: z.array(z.object({ channel: z.string(), merchantName: z.string(), notifyUrl: z.string() })) });
type Merchants = z.infer<typeof merchants>['merchants'];

/** Answers how many accounts were opened. Those that the bank knows stay as they are; one it does not know (its data was cleared) is opened anew. */
export async function openSandboxAccounts(ctx: Ctx): Promise<Result<{ opened: number }, OnboardingFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  const bank = env().SANDBOX_BANK_URL?.replace(/\/$/, '');
  if (!bank || env().BAFANG_ENV === 'production') return err('onboarding.no-sandbox');
  const { name, accounts } = await withTx(ctx, async (tx) => ({
    name: (await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId } })).name_zh,
    accounts: await tx.channel_account.findMany({ where: { institution_id: ctx.institutionId }, select: { id: true, channel: true } }),
  }));
  let count = 0;
  try {
    const known = merchants.parse(await (await fetch(`${bank}/_sandbox/merchants`, { signal: AbortSignal.timeout(CALL_MS) })).json()).merchants;
    for (const channel of CHANNELS) {
      const kept = accounts.find((account) => account.channel === channel);
      const id = (kept?.id ?? newId('channelAccount', ctx)) as ChannelAccountId;
      const notifyUrl = notifyUrlOf(channel, id);
      if (kept && known.some((m) => m.channel === channel && isSameContract(channel, m.notifyUrl, notifyUrl))) continue;
      const answer = await ask(bank, channel, merchantName(name, channel, notifyUrl, known), notifyUrl);
      if (!answer) continue;
      await saveOpenedAccount(ctx, { id, channel, baseUrl: answer.baseUrl, config: answer.config, secrets: answer.secrets });
      count++;
    }
  } catch (error) {
    ctx.log.warn('onboarding.bank-silent', { error: errorText(error) });
    return err('onboarding.bank-silent');
  }
  return ok({ opened: count });
}

/** CCB calls the one address agreed at onboarding, the others the address named in each order: only CCB minds when ours has moved. */
function isSameContract(channel: ChannelCode, agreed: string, ours: string): boolean {
  return channel === 'ccb' ? agreed === ours : agreed.endsWith(new URL(ours).pathname);
}

/** The bank tells merchants apart by their names; another institution may bear the same one. */
function merchantName(name: string, channel: ChannelCode, notifyUrl: string, known: Merchants): string {
  const path = new URL(notifyUrl).pathname;
  const taken = known.some((m) => m.channel === channel && m.merchantName === name && !m.notifyUrl.endsWith(path));
  return taken ? `${name.slice(0, 40)} ${notifyUrl.slice(-8)}` : name.slice(0, 60);
}

/** Null for a channel whose other side the sandbox bank does not play. */
async function ask(bank: string, channel: ChannelCode, name: string, notifyUrl: string): Promise<z.infer<typeof opened> | null> {
  const response = await fetch(`${bank}/_sandbox/merchants`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(CALL_MS),
    body: JSON.stringify({ channel, merchantName: name, notifyUrl, returnUrl: `${env().publicUrl}/pay` }),
  });
  return response.ok ? opened.parse(await response.json()) : null;
}
