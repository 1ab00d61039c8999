/** How a replay looks after its channels: questions from time to time, and orders of our own where a channel is in doubt (probe-channels.ts). */
import type { VirtualRouter } from '@/lib/routing';
import type { VirtualTime } from './virtual-time';
import type { World } from './world';

const PROBE_EVERY_MS = 30_000;
const TRY_EVERY_MS = 5_000;
const PROBE_TIMEOUT_MS = 4_000;
/** Where nobody pays for longer than this, what is asked meanwhile would be forgotten before the next one comes: a trace may sleep for years. */
const AWAKE_MS = 5 * 60_000;

export class Probes {
  /** Channels whose next try is planned. */
  private readonly planned = new Set<string>();

  constructor(
    private readonly world: World, private readonly router: VirtualRouter, private readonly time: VirtualTime,
    private readonly plan: { readonly end: number; nextPaymentAt(): number | undefined },
    private readonly observe: (channel: string, healthy: boolean, askedAt: number) => void,
  ) {}

  startRounds(channel: string): void {
    const first = this.world.timeline(channel)[0]!.from;
    const round = (at: number) => this.time.at(at, () => {
      const next = this.awakeAt(at + PROBE_EVERY_MS);
      if (next < this.plan.end) round(next);
      if (!this.router.inDoubt(channel)) this.told(channel, at, this.world.answer(`probe ${at}`, channel, at));
    });
    round(first + PROBE_EVERY_MS);
  }

  /** From the first doubt until there is none any more. */
  tryWhileInDoubt(channel: string): void {
    if (this.planned.has(channel) || !this.router.inDoubt(channel)) return;
    this.planned.add(channel);
    this.time.at(this.awakeAt(this.time.now + TRY_EVERY_MS), () => {
      this.planned.delete(channel);
      const { now } = this.time;
      if (!this.router.inDoubt(channel) || now >= this.plan.end) return;
      const draw = this.world.order(`probe ${now}`, channel, now);
      this.told(channel, now, draw.kind === 'taken' ? draw.latencyMs : null);
    });
  }

  private awakeAt(at: number): number {
    const next = this.plan.nextPaymentAt();
    return next === undefined ? at : Math.max(at, next - AWAKE_MS);
  }

  private told(channel: string, at: number, waited: number | null): void {
    const healthy = waited !== null && waited <= PROBE_TIMEOUT_MS;
    this.time.after(healthy ? waited : PROBE_TIMEOUT_MS, () => this.observe(channel, healthy, at));
  }
}
