/**
 * The best anybody could do who knows the whole trace and every bank's luck beforehand: a payment fails only if no channel that may take it
 * would have taken it at any moment of the time the router had for it, and never less than the time in which a payer is not asked. The draws are
 * the ones the router meets, so nothing the router saves is beyond the oracle.
 */
import { CASCADE_BUDGET_MS } from '@/lib/checkout/model';
import type { PaymentLine } from './trace';
import type { World } from './world';

export function oracleFails(world: World, line: PaymentLine, endedAt: number, serves: (channel: string) => boolean): boolean {
  const until = Math.max(line.t + CASCADE_BUDGET_MS, endedAt);
  return !world.names.some((channel) =>
    serves(channel) && momentsOf(world, channel, line.t, until).some((at) => world.order(line.id, channel, at).kind === 'taken'));
}

/** The first moment, and every change of the channel until the last. */
function momentsOf(world: World, channel: string, from: number, until: number): number[] {
  const changes = world.at(channel, until) === world.at(channel, from)
    ? [] : world.timeline(channel).map((state) => state.from).filter((at) => at > from && at <= until);
  return world.at(channel, from) ? [from, ...changes] : changes;
}
