/**
 * A payer finds what is owed by number and the last four digits of the phone. Every miss looks the same and takes the same steps; tries are
 * bounded per number and per address (in the database, so that several processes count together).
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock, Random } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { blindIndex, sameBytes } from '@/lib/platform/crypto';
import { makeCtx, type Origin } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { createLookupLink } from './commands/create-payer-link';
import type { PayerFailure } from './errors';
import { payerLinkPath } from './model';
import { lookupIndex } from './person';
import { liveInstitution } from './resolve-payer-link';
import type { PayerId } from '@/lib/kernel/ids';

const WINDOW_MS = 15 * MINUTE_MS;
export const TRIES_PER_NUMBER = 5;
/** A school's parents may share one address (its own network), a number has one owner. */
export const TRIES_PER_ADDRESS = 60;

export interface FoundPayer {
  readonly institutionId: InstitutionId;
  readonly payerId: PayerId;
  /** A link of one day, so that the right need not be proved again on every page. */
  readonly path: string;
}

export interface LookupPorts {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly origin: Origin;
}

export async function findPayerByNumber(
  slug: string, number: string, phoneLast4: string, ports: LookupPorts,
): Promise<Result<FoundPayer, PayerFailure>> {
  const clock = ports.clock ?? systemClock;
  const random = ports.random ?? systemRandom;
  const wanted = number.normalize('NFKC').trim().slice(0, 32);
  const numberKey = tryKey(`number:${slug}:${wanted}`);
  const allowed = await countTry([[numberKey, TRIES_PER_NUMBER], [tryKey(`address:${ports.origin.ip}`), TRIES_PER_ADDRESS]], clock);
  if (!allowed) return err('payers.too-many-tries', { minutes: WINDOW_MS / MINUTE_MS });
  // An institution that does not exist is searched like one that does, in a scope that holds nothing.
  const institutionId = (await liveInstitution(slug)) ?? ('' as InstitutionId);
  const proof = lookupIndex(institutionId, wanted, phoneLast4.normalize('NFKC').trim().slice(0, 4));
  const ctx = makeCtx({ kind: 'nobody' }, institutionId, { clock, random, origin: ports.origin });
  return withTx(ctx, async (tx) => {
    const payer = await tx.payer.findFirst({ where: { institution_id: institutionId, number: wanted, status: 'active' } });
    const known = payer?.lookup_index ?? new Uint8Array(16);
    const right = sameBytes(known, proof);
    if (!payer || !right) return err('payers.not-found');
    const link = await createLookupLink(tx, ctx, payer.id);
    await tx.payer_lookup_try.deleteMany({ where: { key: numberKey } });
    return ok({ institutionId, payerId: payer.id as PayerId, path: payerLinkPath(link.token) });
  });
}

const tryKey = (text: string): string => Buffer.from(blindIndex('payer-lookup-try', '', text)).toString('hex');

/** Counts one try against every key in a transaction of its own, so that a refusal afterwards does not give it back. */
function countTry(keys: readonly (readonly [string, number])[], clock: Clock): Promise<boolean> {
  const now = toDate(clock.now());
  const windowStart = toDate(plusMs(clock.now(), -WINDOW_MS));
  return withPlatformTx(async (tx) => {
    let allowed = true;
    for (const [key, max] of keys) {
      const rows = await tx.$queryRaw<{ tries: number }[]>`
        INSERT INTO payer_lookup_try AS t (key, window_start, tries) VALUES (${key}, ${now}, 1)
        ON CONFLICT (key) DO UPDATE SET tries = CASE WHEN t.window_start < ${windowStart} THEN 1 ELSE least(t.tries + 1, 1000000) END,
          window_start = CASE WHEN t.window_start < ${windowStart} THEN ${now} ELSE t.window_start END
        RETURNING tries`;
      allowed &&= rows[0]!.tries <= max;
    }
    // Old windows are swept by whoever comes along: a handful per try keeps the table small.
    await tx.$executeRaw`DELETE FROM payer_lookup_try WHERE key IN (
      SELECT key FROM payer_lookup_try WHERE window_start < ${windowStart} ORDER BY window_start LIMIT 5 FOR UPDATE SKIP LOCKED)`;
    return allowed;
  });
}
