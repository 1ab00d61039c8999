/** Our number at a bank. Unique for ever and everywhere, in the shape every channel takes; carries no meaning but its moment. */
import type { Capabilities } from '@/lib/channels/port';
import { assert } from '@/lib/kernel/assert';
import { toIso, type Instant } from '@/lib/kernel/time';
import type { DecisionEnv } from './decision';

const LENGTH = 28;
const STAMP = 12;

/** `YYMMDDHHmmss` (UTC) and 16 characters of 5 random bits each; shorter only where the channel wants it, never below 50 random bits. */
export function newOrderNo(capabilities: Capabilities, now: Instant, env: Pick<DecisionEnv, 'newId'>): string {
  const length = Math.min(LENGTH, capabilities.orderNo.maxLength);
  const random = length - STAMP;
  assert(random >= 10 && length >= capabilities.orderNo.minLength, `no order number fits ${capabilities.channel}`);
  const stamp = toIso(now)
    .replace(/\D/g, '')
    .slice(2, 2 + STAMP);
  // The random part of a fresh id is 16 characters of Crockford base 32.
  return stamp + env.newId('attempt').slice(-random);
}
