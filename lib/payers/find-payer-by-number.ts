/**
 * A payer finds what is owed by number and the last four digits of the phone. Every miss looks the same and takes the same steps; tries are
 * bounded per number and per address (in the database, so that several processes count together).
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock, Random } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { DAY_MS, MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { blindIndex, sameBytes } from '@/lib/platform/crypto';
import { makeCtx, type Origin } from '@/lib/platform/ctx';
import { turnstile } from '@/lib/platform/turnstile';
import { withPlatformTx, withTx, type Tx } from '@/lib/platform/tx';
import { addressBlock, shardOf } from './address-block';
import { createLookupLink } from './commands/create-payer-link';
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

const tryKey = (text: string): string => Buffer.from(blindIndex('payer-lookup-try', '', text)).toString('hex');

interface Try extends Bound {
  readonly key: string;
}

/** Counts one try against every bound in a transaction of its own, so that a refusal afterwards does not give it back. */
function countTry(tries: readonly Try[], clock: Clock): Promise<boolean> {
  const now = toDate(clock.now());
  // In one order for everybody, so that two tries at once never wait for each other in a circle.
  const rows = JSON.stringify([...tries].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, windowMs }) => ({ key, old: toDate(plusMs(clock.now(), -windowMs)).toISOString() })));
  return withPlatformTx(async (tx) => {
    const counted = await tx.$queryRaw<{ key: string; tries: number }[]>`
      INSERT INTO payer_lookup_try AS t (key, window_start, tries)
      SELECT r.key, ${now}, 1 FROM ROWS FROM (jsonb_to_recordset(${rows}::jsonb) AS (key text, old timestamptz)) WITH ORDINALITY AS r(key, old, n) ORDER BY r.n
      ON CONFLICT (key) DO UPDATE SET
        tries = CASE WHEN t.window_start < (SELECT o.old FROM jsonb_to_recordset(${rows}::jsonb) AS o(key text, old timestamptz) WHERE o.key = t.key)
          THEN 1 ELSE least(t.tries + 1, 1000000) END,
        window_start = CASE WHEN t.window_start < (SELECT o.old FROM jsonb_to_recordset(${rows}::jsonb) AS o(key text, old timestamptz) WHERE o.key = t.key)
          THEN ${now} ELSE t.window_start END
      RETURNING t.key, t.tries`;
    // Old windows are swept by whoever comes along: a handful per try keeps the table small.
    await tx.$executeRaw`DELETE FROM payer_lookup_try WHERE key IN (
      SELECT key FROM payer_lookup_try WHERE window_start < ${toDate(plusMs(clock.now(), -DAY_MS))} ORDER BY window_start LIMIT 10 FOR UPDATE SKIP LOCKED)`;
    return tries.every(({ key, max }) => (counted.find((row) => row.key === key)?.tries ?? 0) <= max);
  });
}

/** Who was right starts afresh, and was no miss of the institution's. */
async function forgive(tx: Tx, tries: readonly Try[]): Promise<void> {
  const keysOf = (of: Bound['of']) => tries.filter((one) => one.of === of).map(({ key }) => key);
  await tx.payer_lookup_try.deleteMany({ where: { key: { in: keysOf('number') } } });
  await tx.payer_lookup_try.updateMany({ where: { key: { in: keysOf('institution') }, tries: { gt: 0 } }, data: { tries: { decrement: 1 } } });
}
