/**
 * "Did this number come before in the file?" in eight megabytes for any file: never a wrong no, and a wrong yes once in some seventy for a file of a
 * million. A wrong yes only sends a line by the slower way.
 */
const BITS = 1 << 26;

export class ProbablySeen {
  private readonly bits = new Uint32Array(BITS >>> 5);

  /** Remembers the number; false when it is certainly new. */
  has(number: string): boolean {
    let h = 0x811c9dc5 | 0;
    for (let i = 0; i < number.length; i++) h = Math.imul(h ^ number.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    const bit = (h ^ (h >>> 16)) >>> 6;
    const mask = 1 << (bit & 31);
    const seen = (this.bits[bit >>> 5]! & mask) !== 0;
    this.bits[bit >>> 5]! |= mask;
    return seen;
  }
}
