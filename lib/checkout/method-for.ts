/** Which method a payment is booked under when its channel serves more than its own (a card network also carries bank payments). */
import { CAPABILITIES } from '@/lib/channels/model';
import { METHODS, type ChannelCode, type Method } from '@/lib/channels/port';
import { methodsServed } from '@/lib/routing';

/** What was asked for where the channel serves it and the bills allow it; otherwise the channel's own, otherwise any that both agree on. */
export function methodFor(channel: ChannelCode, wish: { readonly asked: string; readonly allowed: readonly string[] }): Method {
  const own = CAPABILITIES[channel].method;
  const possible = METHODS.filter((method) => methodsServed(own).includes(method) && wish.allowed.includes(method));
  return possible.find((method) => method === wish.asked) ?? possible.find((method) => method === own) ?? possible[0] ?? own;
}

/** What may be tried unasked after a first refusal: a payer who named a channel chose its method, not every method. */
export const methodOf = (wish: { readonly method: Method | 'any'; readonly channel?: ChannelCode | undefined }): Method | 'any' =>
  wish.method === 'any' && wish.channel ? CAPABILITIES[wish.channel].method : wish.method;
