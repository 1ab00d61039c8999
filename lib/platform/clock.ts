import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '@/lib/kernel/ports';
import { instant } from '@/lib/kernel/time';

/** The real clock and the real randomness: the only places that read them. */
export const systemClock: Clock = { now: () => instant(Date.now()) };
export const systemRandom: Random = { bytes };

/** Drawn from the system in pieces: an id needs ten bytes, and asking for each ten costs more than making the id. No byte is handed out twice. */
const PIECE = 8_192;
let piece = new Uint8Array(0);
let used = 0;

function bytes(count: number): Uint8Array {
  if (count > PIECE / 8) return randomBytes(count);
  if (used + count > piece.length) {
    piece = new Uint8Array(randomBytes(PIECE));
    used = 0;
  }
  return piece.slice(used, (used += count));
}
