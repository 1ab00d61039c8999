/**
 * Checks an export without asking any database: every line's hash, the chain from line to line, and the signed checkpoints, which also name the first
 * entry that is not what it was. Trust rests on one public key.
 */
import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { MerkleTree, PRINT_BYTES, readCheckpoint, type SignedCheckpoint } from './checkpoint';
import { GENESIS, PREV_FROM, PREV_TO } from './line';
import { keyIdOf, signatureHolds } from './signing-key';

export interface FirstBad {
  readonly institution: string;
  /** Place in the chain, from 1. */
  readonly seq: string;
  /** Number of the entry as the audit page shows it; null where there is no entry. */
  readonly id: string | null;
  readonly why: 'changed' | 'missing' | 'not-written-by-bafang' | 'chain-broken' | 'checkpoint-forged' | 'unknown-key' | 'file-cut' | 'not-an-export';
}
export interface Verdict {
  readonly entries: number;
  readonly firstBad: FirstBad | null;
}

const PRINT_CHARS = PRINT_BYTES * 2;

/** One institution's chain, fed line by line. Answers false at the first thing that is not right; `bad` says what. */
export class ChainVerifier {
  entries = 0;
  bad: FirstBad | null = null;
  private readonly checkpoints: SignedCheckpoint[] = [];
  private previous = GENESIS;
  private head = GENESIS;
  private at = 0;
  private prints = '';
  private printAt = 0;
  private tree = new MerkleTree();
  private trusted = true;
  private readonly allCheckpoints = createHash('sha256');

  constructor(readonly institution: string, private readonly pem: string, private readonly keyId = keyIdOf(pem)) {}

  addCheckpoint(line: string): boolean {
    const found = readCheckpoint(line);
    const before = this.checkpoints.at(-1);
    const from = before ? BigInt(before.checkpoint.to) + 1n : 1n;
    if (!found || found.checkpoint.institution !== this.institution) return this.fail(from, null, 'checkpoint-forged');
    const { checkpoint: c, payload } = found;
    if (c.key !== this.keyId) return this.fail(from, null, 'unknown-key');
    const whole = BigInt(c.from) === from && BigInt(c.to) >= from && c.previous === this.previous;
    if (!whole) return this.signaturesHold() && this.fail(from, null, 'checkpoint-forged');
    this.previous = hash('sha256', payload);
    this.checkpoints.push(found);
    this.allCheckpoints.update(line);
    this.trusted = false;
    return true;
  }

  /**
   * Each checkpoint holds the hash of the one before, so the signature of the last vouches for all of them; only where it does not hold is every one
   * looked at, to name the first that is forged.
   */
  private signaturesHold(): boolean {
    const last = this.checkpoints.at(-1);
    if (!last || this.trusted) return true;
    this.trusted = signatureHolds(this.pem, last.payload, last.signature);
    if (this.trusted) return true;
    const forged = this.checkpoints.find(({ payload, signature }) => !signatureHolds(this.pem, payload, signature))!;
    return this.fail(BigInt(forged.checkpoint.from), null, 'checkpoint-forged');
  }

  /** `line`: the bytes of one line, without its line break. */
  addLine(line: Buffer): boolean {
    if (!this.trusted && !this.signaturesHold()) return false;
    const digest = hash('sha256', line);
    // Nothing here may cost much: it runs for every entry there is.
    const signed = this.at < this.checkpoints.length;
    if (signed) {
      if (this.printAt === 0) this.prints = Buffer.from(this.checkpoints[this.at]!.checkpoint.prints, 'base64').toString('hex');
      if (!this.prints.startsWith(digest.slice(0, PRINT_CHARS), this.printAt)) return this.fail(BigInt(this.entries + 1), line, 'changed');
      this.printAt += PRINT_CHARS;
      this.tree.add(digest);
    }
    if (line.toString('latin1', PREV_FROM, PREV_TO) !== this.head) return this.fail(BigInt(this.entries + 1), line, 'chain-broken');
    this.head = digest;
    this.entries++;
    return !signed || this.printAt < this.prints.length || this.closeCheckpoint(line);
  }

  private closeCheckpoint(line: Buffer): boolean {
    const { checkpoint } = this.checkpoints[this.at++]!;
    const whole = checkpoint.to === String(this.entries) && checkpoint.head === this.head && checkpoint.root === this.tree.root();
    if (!whole) return this.fail(BigInt(this.entries), line, 'changed');
    this.tree = new MerkleTree();
    this.printAt = 0;
    return true;
  }

  /** Nothing more comes: what was signed and is not there was cut off; what was strange from the start is said last. */
  finish(): boolean {
    if (this.bad || !this.signaturesHold()) return false;
    if (this.at < this.checkpoints.length) return this.fail(BigInt(this.entries + 1), null, 'missing');
    const strange = this.checkpoints.flatMap(({ checkpoint }) => checkpoint.strange)[0];
    return strange === undefined || this.fail(BigInt(strange), null, 'not-written-by-bafang');
  }

  /** Head of the chain so far, in hex. */
  get headHash(): string {
    return this.head;
  }

  /** Over every byte of the checkpoints, their signatures included; to be asked once. */
  checkpointsHash(): string {
    return this.allCheckpoints.digest('hex');
  }

  private fail(seq: bigint, line: Buffer | null, why: FirstBad['why']): false {
    const text = line?.toString('utf8', 0, 200) ?? '';
    const gap = text.includes('"missing":true');
    this.bad = { institution: this.institution, seq: seq.toString(), id: /"id":"(\d{1,19})"/.exec(text)?.[1] ?? null, why: gap ? 'missing' : why };
    return false;
  }
}

const CHUNK = 4 << 20;
const LINE_BREAK = 10;

/** Calls `each` with every line of a file; false stops. Lines are parts of one buffer, good only during the call. */
export function eachLine(path: string, each: (line: Buffer) => boolean): void {
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(CHUNK);
    let kept = 0;
    for (;;) {
      if (kept === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
      const read = readSync(file, buffer, kept, buffer.length - kept, null);
      const end = kept + read;
      let from = 0;
      for (let to = buffer.indexOf(LINE_BREAK, kept); to >= 0 && to < end; to = buffer.indexOf(LINE_BREAK, from)) {
        if (!each(buffer.subarray(from, to))) return;
        from = to + 1;
      }
      if (read === 0) {
        if (end > from) each(buffer.subarray(from, end));
        return;
      }
      buffer.copy(buffer, 0, from, end);
      kept = end - from;
    }
  } finally {
    closeSync(file);
  }
}

const HEADER = /^\{"bafangAudit":1,"institution":"([A-Za-z0-9_]{1,40})","part":(\d{1,6}),"parts":(\d{1,6})\}$/;
const TRAILER = /^\{"end":(\d{1,18}),"head":"([0-9a-f]{64})","checkpoints":"([0-9a-f]{64})","part":(\d{1,6}),"parts":(\d{1,6}),"sig":"([A-Za-z0-9+/=]{1,120})"\}$/;
export const headerOf = (institution: string, part: number, parts: number): string => JSON.stringify({ bafangAudit: 1, institution, part, parts });
export const trailerOf = (end: number, head: string, checkpoints: string, part: number, parts: number): string => JSON.stringify({ end, head, checkpoints, part, parts });

/** `pem`: the public key that is trusted. The whole file is read; the first thing that is wrong is named. */
export function verifyFile(path: string, pem: string): Verdict {
  const reading = new Reading(pem);
  eachLine(path, (line) => reading.take(line));
  return reading.verdict();
}

class Reading {
  private chain: ChainVerifier | null = null;
  private entries = 0;
  private bad: FirstBad | null = null;
  private part = 0;
  private parts = 1;

  constructor(private readonly pem: string) {}

  take(line: Buffer): boolean {
    const first = line.length > 2 ? line[2] : 0;
    // Entries begin with {"prev", by far the most; everything else is one of the few lines around them.
    if (first === 0x70 && this.chain) return this.chain.addLine(line) || this.stop(this.chain.bad);
    const text = line.toString('utf8');
    if (text.startsWith('{"checkpoint"') && this.chain) return this.chain.addCheckpoint(text) || this.stop(this.chain.bad);
    if (text.startsWith('{"bafangAudit"') && !this.chain) return this.begin(text);
    if (text.startsWith('{"end"') && this.chain) return this.end(this.chain, text);
    return this.stop({ institution: this.chain?.institution ?? '', seq: String((this.chain?.entries ?? 0) + 1), id: null, why: this.chain ? 'changed' : 'not-an-export' });
  }

  private begin(text: string): boolean {
    const [, institution, part, parts] = HEADER.exec(text) ?? [];
    if (!institution || Number(part) !== this.part + 1) return this.stop({ institution: '', seq: '0', id: null, why: 'not-an-export' });
    this.part++;
    this.parts = Number(parts);
    this.chain = new ChainVerifier(institution, this.pem);
    return true;
  }

  private end(chain: ChainVerifier, text: string): boolean {
    if (!chain.finish()) return this.stop(chain.bad);
    const [, end, head, checkpoints, part, parts, signature] = TRAILER.exec(text) ?? [];
    const payload = trailerOf(Number(end), head ?? '', checkpoints ?? '', Number(part), Number(parts));
    const whole = signature && Number(end) === chain.entries && head === chain.headHash && checkpoints === chain.checkpointsHash()
      && Number(part) === this.part && Number(parts) === this.parts && signatureHolds(this.pem, payload, signature);
    if (!whole) return this.stop({ institution: chain.institution, seq: String(chain.entries + 1), id: null, why: 'file-cut' });
    this.entries += chain.entries;
    this.chain = null;
    return true;
  }

  private stop(bad: FirstBad | null): false {
    this.bad ??= bad;
    return false;
  }

  verdict(): Verdict {
    const entries = this.entries + (this.chain?.entries ?? 0);
    if (this.bad) return { entries, firstBad: this.bad };
    if (this.part === 0) return { entries, firstBad: { institution: '', seq: '0', id: null, why: 'not-an-export' } };
    if (this.chain) {
      this.chain.finish();
      return { entries, firstBad: this.chain.bad ?? { institution: this.chain.institution, seq: String(this.chain.entries + 1), id: null, why: 'file-cut' } };
    }
    if (this.part < this.parts) return { entries, firstBad: { institution: '', seq: '1', id: null, why: 'file-cut' } };
    return { entries, firstBad: null };
  }
}
