/**
 * Virtual time. Everything that happens in a simulation happens because an alarm rings; between two alarms every promise that can go on does,
 * so a run depends on its seed alone. A database behind the store (`busy`) is waited for before time moves.
 */
import { seededRandom, type Clock } from '@/lib/kernel/ports';
import { instant, type Instant } from '@/lib/kernel/time';

export type SeededRandom = ReturnType<typeof seededRandom>;

interface Alarm {
  readonly at: number;
  readonly order: number;
  ring(): void;
}

export const START: Instant = instant(Date.UTC(2026, 10, 22, 1, 0, 0));

export class World {
  readonly random: SeededRandom;
  readonly clock: Clock = { now: () => this.time };
  events = 0;
  /** Calls to something outside virtual time (a real database) under way. */
  busy = 0;
  failure: unknown;
  private time: Instant = START;
  private readonly alarms: Alarm[] = [];
  private order = 0;
  private stored: Promise<unknown> = Promise.resolve();
  private hashA = 0x811c9dc5;
  private hashB = 0x1000193;
  /** The last events, for a person who reads a violation. */
  readonly trail: string[] = [];

  constructor(
    readonly seed: number,
    private readonly trailMax: number,
  ) {
    this.random = seededRandom(seed);
  }

  now(): Instant {
    return this.time;
  }

  /** How often some things happened, to show that a run exercised what it claims. */
  readonly counts: Record<string, number> = {};
  count(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  /** Notes what happened: the run's fingerprint is made of this. */
  note(event: string): void {
    this.events++;
    const line = `${this.time - START} ${event}`;
    for (let i = 0; i < line.length; i++) {
      const code = line.charCodeAt(i);
      this.hashA = Math.imul(this.hashA ^ code, 0x01000193) >>> 0;
      this.hashB = Math.imul(this.hashB + code, 0x85ebca6b) >>> 0;
      this.hashB ^= this.hashB >>> 13;
    }
    if (this.trailMax > 0) {
      this.trail.push(line);
      if (this.trail.length > this.trailMax) this.trail.shift();
    }
  }

  hash(): string {
    return `${this.hashA.toString(16).padStart(8, '0')}${(this.hashB >>> 0).toString(16).padStart(8, '0')}`;
  }

  at(delayMs: number, ring: () => void): void {
    const alarm: Alarm = { at: this.time + Math.max(0, Math.round(delayMs)), order: this.order++, ring };
    // A heap by (time, order): equal moments ring in the order in which they were set.
    let i = this.alarms.push(alarm) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(alarm, this.alarms[parent]!)) break;
      this.alarms[i] = this.alarms[parent]!;
      i = parent;
    }
    this.alarms[i] = alarm;
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((done) => this.at(delayMs, done));
  }

  /** Work on the store goes one after another, each in a turn of its own: what happens must not depend on how long a database takes. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.stored.then(() => new Promise<void>((resolve) => { setImmediate(resolve); })).then(work);
    this.stored = turn.catch(() => undefined);
    return turn;
  }

  /** A whole number of milliseconds between the two, both included. */
  between(from: number, to: number): number {
    return from + this.random.below(to - from + 1);
  }

  chance(p: number): boolean {
    return this.random.chance(p);
  }

  /** Starts something of its own; what it throws ends the run as a violation. */
  go(work: () => Promise<void>): void {
    void work().catch((error: unknown) => {
      this.failure ??= error;
    });
  }

  /** Lets the world run until `until`, or until nothing is left to happen. */
  async runUntil(until: Instant): Promise<void> {
    await this.quiet();
    for (let next = this.alarms[0]; next && next.at <= until && this.failure === undefined; next = this.alarms[0]) {
      this.pop();
      this.time = instant(Math.max(this.time, next.at));
      next.ring();
      await this.quiet();
    }
    this.time = instant(Math.max(this.time, until));
  }

  private async quiet(): Promise<void> {
    // One turn of the event loop runs every microtask that can run.
    do
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    while (this.busy > 0 && this.failure === undefined);
  }

  private pop(): void {
    const last = this.alarms.pop()!;
    if (this.alarms.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.alarms.length) break;
      if (child + 1 < this.alarms.length && before(this.alarms[child + 1]!, this.alarms[child]!)) child++;
      if (!before(this.alarms[child]!, last)) break;
      this.alarms[i] = this.alarms[child]!;
      i = child;
    }
    this.alarms[i] = last;
  }
}

const before = (a: Alarm, b: Alarm): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
