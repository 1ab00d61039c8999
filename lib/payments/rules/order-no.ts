/** Our number at a bank. Unique for ever and everywhere, in the shape every channel takes; carries no meaning but its moment. */
import type { Capabilities } from '@/lib/channels/port';
import { assert } from '@/lib/kernel/assert';
import { toIso, type Instant } from '@/lib/kernel/time';
import type { DecisionEnv } from './decision';

const LENGTH = 28;
const STAMP = 12;
/** Seconds since 1970 in base 36: lasts until 4453. */
const SHORT_STAMP = 7;
const RANDOM_MIN = 10;

/**
 * `YYMMDDHHmmss` (UTC) and 16 characters of 5 random bits each. Where a bank takes fewer characters (BOC: 19) the moment is written shorter
 * rather than the random part below 50 bits.
 */
export function newOrderNo(capabilities: Capabilities, now: Instant, env: Pick<DecisionEnv, 'newId'>): string {
  const length = Math.min(LENGTH, capabilities.orderNo.maxLength);
  const short = length - STAMP < RANDOM_MIN;
  const random = length - (short ? SHORT_STAMP : STAMP);
  assert(random >= RANDOM_MIN && length >= capabilities.orderNo.minLength, `no order number fits ${capabilities.channel}`);
  const stamp = toIso(now)
    .replace(/\D/g, '')
    .slice(2, 2 + STAMP);
  const moment = short ? Math.floor(now / 1000).toString(36).toUpperCase().padStart(SHORT_STAMP, '0') : stamp;
  // The random part of a fresh id is 16 characters of Crockford base 32.
  return moment + env.newId('attempt').slice(-random);
}
