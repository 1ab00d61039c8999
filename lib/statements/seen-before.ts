/**
 * "Was this identity here before?" for millions of rows in eight bytes each: two independent 32-bit hashes in an open table.
 * With a million rows the chance of one false "yes" is below one in ten million; it costs a warning, never money.
 */
export class SeenBefore {
  private first = new Int32Array(1 << 10);
  private second = new Int32Array(1 << 10);
  private used = 0;

  /** Remembers the identity; true when it was known already. */
  has(identity: string): boolean {
    let a = 0x811c9dc5 | 0;
    let b = 0x9e3779b9 | 0;
    for (let i = 0; i < identity.length; i++) {
      const code = identity.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 13);
    }
    if (a === 0 && b === 0) b = 1;
    if (this.used * 4 > this.first.length * 3) this.grow();
    return this.place(a, b);
  }

  private place(a: number, b: number): boolean {
    const mask = this.first.length - 1;
    let slot = scatter(a ^ Math.imul(b, 0x9e3779b1)) & mask;
    while (this.first[slot] !== 0 || this.second[slot] !== 0) {
      if (this.first[slot] === a && this.second[slot] === b) return true;
      slot = (slot + 1) & mask;
    }
    this.first[slot] = a;
    this.second[slot] = b;
    this.used++;
    return false;
  }

  private grow(): void {
    const { first, second } = this;
    this.first = new Int32Array(first.length * 2);
    this.second = new Int32Array(second.length * 2);
    this.used = 0;
    for (let i = 0; i < first.length; i++) if (first[i] !== 0 || second[i] !== 0) this.place(first[i]!, second[i]!);
  }
}

/** Spreads neighbouring hashes (numbers that only count up) over the whole table; without it probing becomes a walk. */
function scatter(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
