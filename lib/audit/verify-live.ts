/** Checks the database as it stands against the checkpoints outside it. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { checkpointLines } from './checkpoint-files';
import { GENESIS } from './line';
import { readLines } from './link-entries';
import { ChainVerifier, type Verdict } from './verify';

const PAGE = 5_000;

/** What is linked and not signed yet (some seconds) is checked for its order only. `pem`: the public key that is trusted. */
export const verifyLive = (institutionId: InstitutionId, pem: string): Promise<Verdict> =>
  verifyThrough(institutionId, pem, (read) => withSqlTx({ institutionId }, read));

/** `inTx` runs one page's reading in a transaction. */
export async function verifyThrough(institutionId: string, pem: string, inTx: <T>(read: (tx: SqlTx) => Promise<T>) => Promise<T>): Promise<Verdict> {
  const chain = new ChainVerifier(institutionId, pem);
  const verdict = (): Verdict => ({ entries: chain.entries, firstBad: chain.bad });
  for await (const line of checkpointLines(institutionId)) if (!chain.addCheckpoint(line)) return verdict();
  let [after, prev] = [0n, GENESIS];
  for (;;) {
    const page = await inTx((tx) => readLines(tx, institutionId, after, prev, PAGE));
    for (const line of page) if (!chain.addLine(Buffer.from(line.line))) return verdict();
    if (page.length === 0) break;
    after = page.at(-1)!.seq;
    prev = page.at(-1)!.hash;
  }
  chain.finish();
  return verdict();
}
