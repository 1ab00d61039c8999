/**
 * A checkpoint vouches for a run of entries: the root of a Merkle tree over their hashes, the hash of the checkpoint before, a signature. It
 * also keeps the first eight bytes of every hash, so that the first entry that differs can be named and not only noticed. Pure.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const PRINT_BYTES = 8;
const FAN = 64;

const schema = z.object({
  checkpoint: z.literal(1),
  institution: z.string().max(40),
  from: z.string().regex(/^\d{1,18}$/),
  to: z.string().regex(/^\d{1,18}$/),
  head: z.string().length(64),
  root: z.string().length(64),
  previous: z.string().length(64),
  at: z.string().max(30),
  key: z.string().length(16),
  /** Entries the product did not write itself, or dated before the checkpoint before: seen when they were linked. */
  strange: z.array(z.string().max(20)).max(1_000),
  prints: z.string(),
});
export type Checkpoint = z.output<typeof schema>;

/** The text that is signed, and the line that is kept: the same with the signature at its end. */
export const payloadOf = (checkpoint: Checkpoint): string => JSON.stringify(checkpoint);
export const signedLine = (payload: string, signature: string): string => `${payload.slice(0, -1)},"sig":"${signature}"}`;

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly payload: string;
  readonly signature: string;
}

const SIGNATURE = /,"sig":"([A-Za-z0-9+/=]{1,120})"\}$/;

/** Null where a line is not a checkpoint at all; whether it is a true one is the verifier's question. */
export function readCheckpoint(line: string): SignedCheckpoint | null {
  const match = SIGNATURE.exec(line.slice(-140));
  if (!match) return null;
  const payload = `${line.slice(0, line.length - match[0].length)}}`;
  try {
    return { checkpoint: schema.parse(JSON.parse(payload)), payload, signature: match[1]! };
  } catch {
    return null;
  }
}

/**
 * A Merkle tree of 64 branches per node, fed leaf by leaf; it holds one open node per level. Hashes are gathered as text and turned into bytes
 * a whole node at a time: the leaves come a million at once.
 */
export class MerkleTree {
  private readonly open: { hashes: string; count: number }[] = [{ hashes: '', count: 0 }];

  /** `hash`: 64 hex digits. */
  add(hash: string): void {
    const leaves = this.open[0]!;
    leaves.hashes += hash;
    if (++leaves.count === FAN) for (let at = 0; this.level(at).count === FAN; at++) this.closeNode(at);
  }

  /** Closes what is open, from the leaves up. The tree cannot be fed afterwards. */
  root(): string {
    for (let at = 0; at < this.open.length - 1 || this.level(at).count > 1; at++) if (this.level(at).count > 0) this.closeNode(at);
    return this.open.at(-1)!.hashes;
  }

  private level(at: number): { hashes: string; count: number } {
    return (this.open[at] ??= { hashes: '', count: 0 });
  }

  private closeNode(at: number): void {
    const node = this.level(at);
    // The one in front keeps a node from ever being taken for a leaf.
    const hash = createHash('sha256').update(NODE).update(Buffer.from(node.hashes, 'hex')).digest('hex');
    node.hashes = '';
    node.count = 0;
    const above = this.level(at + 1);
    above.hashes += hash;
    above.count++;
  }
}
const NODE = Buffer.from([1]);
