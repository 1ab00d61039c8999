/** Opens an account for each demo institution at each channel of the sandbox bank, as an onboarding clerk would. */
import { CHANNELS, notifyUrlOf, secretsPlace, type ChannelCode } from '@/lib/channels';
import { newId } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import type { ChannelAccountId } from '@/lib/kernel/ids';
import { seal } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';
import type { Prisma } from '@/lib/platform/prisma/client';
import { withTx } from '@/lib/platform/tx';
import { z } from 'zod';
import type { SeededInstitution } from './people';

const WAIT_MAX_MS = 60_000;
const PAUSE_MS = 250;
const CALL_MS = 10_000;

const settings = z.record(z.string(), z.json());
const onboarded = z.object({ config: settings, secrets: settings, baseUrl: z.url() });
const merchants = z.object({ merchants: z.array(z.object({ channel: z.string(), notifyUrl: z.string() })) });

/** Does nothing where there is no sandbox bank. A channel account the bank does not know (its data was cleared) is opened anew. */
export async function seedChannels(institution: SeededInstitution): Promise<void> {
  const bank = env().SANDBOX_BANK_URL?.replace(/\/$/, '');
  if (!bank) return;
  const known = merchants.parse(await call(`${bank}/_sandbox/merchants`));
  const rows = await withTx(institution.ctx, (tx) => tx.channel_account.findMany({ where: { institution_id: institution.id } }));
  for (const channel of CHANNELS) {
    const kept = rows.find((row) => row.channel === channel);
    const id = (kept?.id ?? newId('channelAccount', institution.ctx)) as ChannelAccountId;
    const notifyUrl = notifyUrlOf(channel, id);
    const there = known.merchants.some((m) => m.channel === channel && isSameContract(channel, m.notifyUrl, notifyUrl));
    if (!kept || !there) await onboard(institution, bank, channel, id, notifyUrl);
  }
}

/** CCB calls the one address agreed at onboarding, the others the address named in each order: only CCB minds when ours has moved. */
function isSameContract(channel: ChannelCode, agreed: string, ours: string): boolean {
  return channel === 'ccb' ? agreed === ours : agreed.endsWith(new URL(ours).pathname);
}

async function onboard(
  institution: SeededInstitution,
  bank: string,
  channel: ChannelCode,
  id: ChannelAccountId,
  notifyUrl: string,
): Promise<void> {
  const answer = onboarded.parse(await call(`${bank}/_sandbox/merchants`, { channel, merchantName: institution.nameZh, notifyUrl, returnUrl: `${env().publicUrl}/pay` }));
  const now = toDate(institution.ctx.clock.now());
  const terms = {
    base_url: answer.baseUrl,
    config: answer.config as Prisma.InputJsonObject,
    status: 'active',
    updated_at: now,
    secrets_sealed: seal(secretsPlace(id), JSON.stringify(answer.secrets)),
  };
  await withTx(institution.ctx, async (tx) => {
    await tx.channel_account.upsert({
      where: { id },
      update: terms,
      create: { ...terms, id, institution_id: institution.id, channel, created_at: now },
    });
    await tx.channel_account_locator.createMany({
      data: [{ account_id: id, institution_id: institution.id, channel }],
      skipDuplicates: true,
    });
  });
}

/** The bank may still be starting: what does not answer at all is asked again for a minute. */
async function call(url: string, body?: Readonly<Record<string, string>>): Promise<unknown> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const response = await fetch(url, {
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_MS),
    }).catch((error: unknown) => (waited >= WAIT_MAX_MS ? Promise.reject(error) : null));
    if (response?.ok) return response.json();
    if (response && response.status < 500)
      throw new Error(`the sandbox bank refused ${url}: ${response.status} ${(await response.text()).slice(0, 200)}`);
    if (waited >= WAIT_MAX_MS) throw new Error(`the sandbox bank does not answer at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
