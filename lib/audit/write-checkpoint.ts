/** Signs what was linked since the last checkpoint and writes it outside the database. Called every ten seconds. */
import { assert } from '@/lib/kernel/assert';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock } from '@/lib/kernel/ports';
import { instant, MINUTE_MS, toIso } from '@/lib/kernel/time';
import { sha256Hex } from '@/lib/platform/crypto';
import { withSqlTx } from '@/lib/platform/sql-tx';
import { MerkleTree, payloadOf, PRINT_BYTES, signedLine, type Checkpoint } from './checkpoint';
import { appendCheckpoint, lastCheckpoint } from './checkpoint-files';
import { GENESIS } from './line';
import { readLines, type LinkedLine } from './link-entries';
import { auditPublicKey, signText } from './signing-key';

const ENTRIES_MAX = 100_000;
const PAGE = 5_000;
const STRANGE_MAX = 1_000;
/** A transaction may run this long and its clock may be this far off; an entry dated earlier than the checkpoint before it is put in by hand. */
const LATE_MS = 10 * MINUTE_MS;

/** Signs until nothing new is left; answers how many checkpoints were written. One process at a time works for an institution. */
export async function writeCheckpoints(institutionId: InstitutionId, ports: { readonly clock: Clock }): Promise<number> {
  for (let written = 0; ; written++) {
    const more = await withSqlTx({ institutionId }, async (tx) => {
      const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(hashtextextended(${`audit-checkpoint:${institutionId}`}, 0)) AS mine`;
      if (!lock?.mine) return false;
      const last = await lastCheckpoint(institutionId);
      const run = new Run(last ? BigInt(last.checkpoint.to) : 0n, last?.checkpoint.head ?? GENESIS, last ? Date.parse(last.checkpoint.at) - LATE_MS : null);
      while (run.count < ENTRIES_MAX) {
        const page = await readLines(tx, institutionId, run.to, run.head, PAGE);
        for (const line of page) run.add(line);
        if (page.length < PAGE) break;
      }
      if (run.count === 0) return false;
      const at = toIso(instant(ports.clock.now()));
      const payload = payloadOf(run.close(institutionId, last ? sha256Hex(last.payload) : GENESIS, at));
      await appendCheckpoint(institutionId, at.slice(0, 10), signedLine(payload, signText(payload)));
      return true;
    });
    if (!more) return written;
  }
}

class Run {
  count = 0;
  private readonly tree = new MerkleTree();
  private readonly prints: string[] = [];
  private readonly strange: string[] = [];
  private readonly from: bigint;

  constructor(public to: bigint, public head: string, private readonly notBefore: number | null) {
    this.from = to + 1n;
  }

  add(line: LinkedLine): void {
    assert(line.seq === this.to + 1n, `audit: link ${this.to + 1n} was removed before it was signed`);
    const late = this.notBefore !== null && line.at !== null && Date.parse(line.at) < this.notBefore;
    if ((late || !line.genuine) && this.strange.length < STRANGE_MAX) this.strange.push(line.seq.toString());
    this.tree.add(line.hash);
    this.prints.push(line.hash.slice(0, PRINT_BYTES * 2));
    this.to = line.seq;
    this.head = line.hash;
    this.count++;
  }

  close(institution: string, previous: string, at: string): Checkpoint {
    return {
      checkpoint: 1, institution, from: this.from.toString(), to: this.to.toString(), head: this.head, root: this.tree.root(), previous, at,
      key: auditPublicKey().id, strange: this.strange, prints: Buffer.from(this.prints.join(''), 'hex').toString('base64'),
    };
  }
}
