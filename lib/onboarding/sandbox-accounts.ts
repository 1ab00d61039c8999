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

const CALL_MS = 5_000;
const settings = z.record(z.string(), z.json());
const opened = z.object({ config: settings, secrets: settings, baseUrl: z.url() });

/** Answers how many accounts were opened; those already there stay as they are. */
export async function openSandboxAccounts(ctx: Ctx): Promise<Result<{ opened: number }, OnboardingFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  const bank = env().SANDBOX_BANK_URL?.replace(/\/$/, '');
  if (!bank || env().BAFANG_ENV === 'production') return err('onboarding.no-sandbox');
  const { name, known } = await withTx(ctx, async (tx) => ({
    name: (await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId } })).name_zh,
    known: await tx.channel_account.findMany({ where: { institution_id: ctx.institutionId }, select: { channel: true } }),
  }));
  let count = 0;
  try {
    for (const channel of CHANNELS.filter((c) => !known.some((k) => k.channel === c))) {
      const id = newId('channelAccount', ctx) as ChannelAccountId;
      const answer = await ask(`${bank}/_sandbox/merchants`, channel, name, notifyUrlOf(channel, id));
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

/** Null for a channel whose other side the sandbox bank does not play. */
async function ask(url: string, channel: ChannelCode, name: string, notifyUrl: string): Promise<z.infer<typeof opened> | null> {
  // Two institutions may bear one name; merchants are told apart by it.
  const merchantName = `${name.slice(0, 40)} ${notifyUrl.slice(-8)}`;
  const response = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(CALL_MS),
    body: JSON.stringify({ channel, merchantName, notifyUrl, returnUrl: `${env().publicUrl}/pay` }),
  });
  return response.ok ? opened.parse(await response.json()) : null;
}
