/** How soon a channel that died stopped being asked, and how sick the channels of a trace are on the whole. */
import type { ChannelState, World } from './world';

const DRAINED_MS = 3_000;
const DRAINED_ORDERS = 20;

interface Death {
  readonly channel: string;
  readonly at: number;
  readonly until: number;
  orders: number;
  lastMs: number;
}

export class Drains {
  private readonly deaths = new Map<string, Death[]>();

  constructor(private readonly world: World) {
    for (const channel of world.names) this.deaths.set(channel, deathsOf(channel, world.timeline(channel)));
  }

  /** `guarded`: one order at a time behind a breaker that is not closed: how recovery is found, not traffic. */
  sent(channel: string, now: number, guarded: boolean): void {
    if (guarded) return;
    const death = this.deaths.get(channel)!.findLast((d) => d.at <= now && now < d.until);
    if (!death) return;
    death.orders++;
    death.lastMs = now - death.at;
  }

  summary(): { deaths: number; drained: number; mostOrders: number; longestMs: number } {
    const all = [...this.deaths.values()].flat();
    const late = all.filter((d) => d.orders > DRAINED_ORDERS && d.lastMs > DRAINED_MS);
    return {
      deaths: all.length, drained: all.length - late.length, mostOrders: Math.max(0, ...all.map((d) => d.orders)),
      longestMs: Math.round(Math.max(0, ...all.map((d) => d.lastMs))),
    };
  }

  /** Over channels and time between the first and the last payment; announced maintenance is nobody's failure. */
  meanFailure(payments: readonly { readonly t: number }[]): number {
    const from = payments[0]?.t ?? 0;
    const to = payments[payments.length - 1]?.t ?? 0;
    let failed = 0;
    let open = 0;
    for (const channel of this.world.names) {
      const timeline = this.world.timeline(channel);
      timeline.forEach((state, i) => {
        const ms = Math.min(to, timeline[i + 1]?.from ?? to) - Math.max(from, state.from);
        if (ms <= 0 || state.state === 'maintenance') return;
        open += ms;
        failed += ms * (state.state === 'down' ? 1 : 1 - state.successRate);
      });
    }
    return open === 0 ? 0 : Math.round((failed / open) * 1e5) / 1e5;
  }
}

const dead = (state: ChannelState): boolean => state.state === 'down' || (state.state === 'up' && state.successRate === 0);

function deathsOf(channel: string, timeline: readonly ChannelState[]): Death[] {
  return timeline.flatMap((state, i): Death[] => {
    const before = timeline[i - 1];
    if (!dead(state) || (before && dead(before))) return [];
    const revived = timeline.slice(i + 1).find((s) => !dead(s));
    return [{ channel, at: state.from, until: revived?.from ?? Number.POSITIVE_INFINITY, orders: 0, lastMs: 0 }];
  });
}
