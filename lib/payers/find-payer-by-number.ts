/**
 * A payer finds what is owed by number and the last four digits of the phone. Every miss looks the same and takes the same steps; tries are
 * bounded per number and per address (in the database, so that several processes count together).
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock, Random } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { DAY_MS, MINUTE_MS } from '@/lib/kernel/time';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { sameBytes } from '@/lib/platform/crypto';
import { makeCtx, type Origin } from '@/lib/platform/ctx';
import { turnstile } from '@/lib/platform/turnstile';
import { withTx, type Tx } from '@/lib/platform/tx';
import { addressBlock, shardOf } from './address-block';
import { createLookupLink } from './commands/create-payer-link';
import { countTry, tryKey, type CountedTry } from './count-tries';
import type { PayerFailure } from './errors';
import { payerLinkPath } from './model';
import { lookupIndex } from './person';
import { liveInstitution } from './resolve-payer-link';
import type { PayerId } from '@/lib/kernel/ids';

const WINDOW_MS = 15 * MINUTE_MS;
export const TRIES_PER_NUMBER = 5;
/**
 * What may be tried in a window. Four digits are few: whoever owns many addresses and knows the numbers would find some in time, so a number also has a
 * day's bound, and an institution one for misses of all its numbers together. A school's parents may share one address (its own network).
 */
const BOUNDS: readonly Bound[] = [
  { of: 'number', windowMs: WINDOW_MS, max: TRIES_PER_NUMBER }, { of: 'number', windowMs: DAY_MS, max: 20 },
  { of: 'address', windowMs: WINDOW_MS, max: 60 }, { of: 'address', windowMs: DAY_MS, max: 300 },
  // For each of eight parts (`shardOf`): 480 and 3,200.
  { of: 'institution', windowMs: WINDOW_MS, max: 60 }, { of: 'institution', windowMs: DAY_MS, max: 400 },
];
interface Bound {
  readonly of: 'number' | 'address' | 'institution';
  readonly windowMs: number;
  readonly max: number;
}
type Try = Bound & CountedTry;

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

const AT_ONCE = 4;
const WAITING_MAX = 400;
const admit = turnstile(AT_ONCE, WAITING_MAX);

export async function findPayerByNumber(
  slug: string, number: string, phoneLast4: string, ports: LookupPorts,
): Promise<Result<FoundPayer, PayerFailure>> {
  return (await admit(() => find(slug, number, phoneLast4, ports))) ?? tooMany();
}

const tooMany = () => err('payers.too-many-tries', { minutes: WINDOW_MS / MINUTE_MS });

async function find(slug: string, number: string, phoneLast4: string, ports: LookupPorts): Promise<Result<FoundPayer, PayerFailure>> {
  const clock = ports.clock ?? systemClock;
  const random = ports.random ?? systemRandom;
  const wanted = number.normalize('NFKC').trim().slice(0, 32);
  const block = addressBlock(ports.origin.ip);
  const names = { number: `number:${slug}:${wanted}`, address: `address:${block}`, institution: `institution:${slug}:${shardOf(block)}` };
  const tries = BOUNDS.map((bound): Try => ({ ...bound, key: tryKey(`${names[bound.of]}:${bound.windowMs}`) }));
  const allowed = await countTry(tries, clock);
  if (!allowed) return tooMany();
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
    await forgive(tx, tries);
    return ok({ institutionId, payerId: payer.id as PayerId, path: payerLinkPath(link.token) });
  });
}

/** Who was right starts afresh, and was no miss of the institution's. */
async function forgive(tx: Tx, tries: readonly Try[]): Promise<void> {
  const keysOf = (of: Bound['of']) => tries.filter((one) => one.of === of).map(({ key }) => key);
  await tx.payer_lookup_try.deleteMany({ where: { key: { in: keysOf('number') } } });
  await tx.payer_lookup_try.updateMany({ where: { key: { in: keysOf('institution') }, tries: { gt: 0 } }, data: { tries: { decrement: 1 } } });
}
