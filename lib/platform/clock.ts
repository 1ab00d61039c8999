import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '@/lib/kernel/ports';
import { instant } from '@/lib/kernel/time';

/** The real clock and the real randomness: the only places that read them. */
export const systemClock: Clock = { now: () => instant(Date.now()) };
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
