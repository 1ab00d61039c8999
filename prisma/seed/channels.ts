/** Opens an account for each demo institution at each channel of the sandbox bank, the way signing up does. */
import { openSandboxAccounts } from '@/lib/onboarding';
import { must } from '@/lib/kernel/result';
import { env } from '@/lib/platform/env';
import type { SeededInstitution } from './people';

const TRIES = 240;
const PAUSE_MS = 250;
const CALL_MS = 10_000;

/** Does nothing where there is no sandbox bank. */
export async function seedChannels(institution: SeededInstitution): Promise<void> {
  const bank = env().SANDBOX_BANK_URL?.replace(/\/$/, '');
  if (!bank) return;
  await untilOpen(`${bank}/_sandbox/health`);
  must(await openSandboxAccounts(institution.ctx));
}

/** The bank may still be starting: it is waited for a minute. */
async function untilOpen(url: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(CALL_MS) }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`the sandbox bank does not answer at ${url}`);
}
