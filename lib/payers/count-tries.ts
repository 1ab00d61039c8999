/** Tries of strangers, counted in the database for all processes. Keys are blind: the table says nothing about who was looked for. */
import type { Clock } from '@/lib/kernel/ports';
import { DAY_MS, plusMs, toDate } from '@/lib/kernel/time';
import { blindIndex } from '@/lib/platform/crypto';
import { withPlatformTx } from '@/lib/platform/tx';

export const tryKey = (text: string): string => Buffer.from(blindIndex('payer-lookup-try', '', text)).toString('hex');

export interface CountedTry {
  readonly key: string;
  readonly windowMs: number;
  readonly max: number;
}

/** Counts one try against every bound in a transaction of its own, so that a refusal afterwards does not give it back. */
export function countTry(tries: readonly CountedTry[], clock: Clock): Promise<boolean> {
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
