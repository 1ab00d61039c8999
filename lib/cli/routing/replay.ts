/**
 * Replays a trace through the real router on a virtual clock: the decision, the breaker, the health windows and the rule of the cascade are the
 * product's; the banks are the trace's. A second order is opened only when the first is certainly dead, and the banks' own books say who was
 * charged how often.
 */
import { CAPABILITIES, isChannelCode, type Cause } from '@/lib/channels/model';
import { CASCADE_BUDGET_MS, mayCascade } from '@/lib/checkout/model';
import { methodsServed, patienceMsOf, planOf, standByMsOf, VirtualRouter } from '@/lib/routing';
import { DEFAULT_ROUTING, type RoutingDocument } from '@/lib/routing/model';
import { Drains } from './drain';
import { percentilesOf, type ReplayResult } from './figures';
import { goingFrom, NOTHING_YET, type Going } from './going';
import { oracleFails } from './oracle';
import { Probes } from './probes';
import { DEFAULTS, type PaymentLine, type Trace } from './trace';
import { VirtualTime } from './virtual-time';
import { World } from './world';

/** How long the payer's page, and the messages after it, follow a payment. */
const PATIENCE_MS = 30 * 60_000;
/** Delays between questions about an order that was not answered. */
const FOLLOW_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const CLOSE_TIMEOUT_MS = 6_000;
/** A payer who is asked taps the next way about this much later. */
const TAP_MS = 3_000;
const NO_WAY_PAUSE_MS = 300;
/** As many orders as payments allows one payment. */
const ORDERS_MAX = 16;
/** Before this many pauses, those that could not be reached are left alone for the sake of those not asked yet. */
const PAUSES_BEFORE_AGAIN = 3;

export function replay(trace: Trace, options: { seed: number; document?: RoutingDocument }): ReplayResult {
  return new Replay(trace, options.seed, options.document ?? DEFAULT_ROUTING).run();
}

class Replay {
  private readonly world: World;
  private readonly time = new VirtualTime();
  private readonly router: VirtualRouter;
  private readonly methods: readonly string[];
  private readonly drains: Drains;
  private readonly opened = new Map<string, number>();
  private readonly charges = new Map<string, number>();
  private readonly micros: number[] = [];
  private readonly waits: number[] = [];
  private readonly regions: ReadonlyMap<string, readonly string[]>;
  private readonly warnings = new Set<string>();
  private readonly probes: Probes;
  private arrived = 0;
  private readonly count = { ...NOTHING_YET };

  constructor(private readonly trace: Trace, seed: number, document: RoutingDocument) {
    this.world = new World(trace.channels, seed);
    this.drains = new Drains(this.world);
    this.methods = [...new Set(this.world.names.flatMap((c) => methodsServed(this.methodOf(c))))];
    this.regions = new Map(trace.channels.filter((c) => c.regions).map((c) => [c.channel, c.regions!]));
    const rules = Object.fromEntries([...this.regions].map(([channel, regions]) => [channel, { ...document.channels[channel], regions: [...regions] }]));
    this.router = new VirtualRouter({ ...document, channels: { ...document.channels, ...rules } });
    const end = (trace.payments[trace.payments.length - 1]?.t ?? 0) + PATIENCE_MS;
    this.probes = new Probes(this.world, this.router, this.time, { end, nextPaymentAt: () => trace.payments[this.arrived]?.t }, (channel, healthy, at) =>
      this.observe(channel, 'probe', healthy ? 'succeeded' : 'unknown', healthy ? null : 'network', at));
  }

  run(): ReplayResult {
    const { time, trace } = this;
    this.bringChannels();
    for (const channel of this.world.names) this.probes.startRounds(channel);
    while (this.arrived < trace.payments.length || !time.idle) {
      const payment = trace.payments[this.arrived];
      if (payment && !time.dueBefore(payment.t)) {
        this.arrived++;
        time.moveTo(payment.t);
        this.arrive(payment);
      } else time.runNext();
    }
    return this.result();
  }

  /** A channel stands in the election from its first line on; an announced maintenance is on the calendar, an outage is not. */
  private bringChannels(): void {
    for (const channel of this.world.names) {
      this.world.timeline(channel).forEach((state, index) => {
        this.time.at(state.from, () => {
          if (index === 0) this.router.addChannel(this.factsOf(channel));
          this.router.setMaintenance(channel, state.state === 'maintenance' ? 'until the trace says otherwise' : null);
        }, -1);
      });
    }
  }

  private factsOf(channel: string) {
    const known = isChannelCode(channel) ? CAPABILITIES[channel] : null;
    return {
      accountId: channel, channel, method: this.methodOf(channel), currencies: ['CNY'], minMinor: known?.minMinor ?? 1n,
      maxMinor: known?.maxMinor ?? 10n ** 18n, feeBps: known?.feeBps ?? 0,
    };
  }

  private methodOf(channel: string): string {
    const named = this.trace.channels.find((c) => c.channel === channel && c.method)?.method;
    return named ?? (isChannelCode(channel) ? CAPABILITIES[channel].method : DEFAULTS.method);
  }

  private arrive(line: PaymentLine): void {
    this.route(goingFrom(line, this.time.now));
  }

  /** What the trace itself rules out, for router and oracle alike. */
  private serves(channel: string, line: PaymentLine): boolean {
    const [wanted, facts, regions] = [this.wishOf(line), this.factsOf(channel), this.regions.get(channel)];
    const there = !regions || !line.region || regions.some((r) => r === line.region || line.region!.startsWith(`${r}-`));
    return there && (wanted === 'any' || methodsServed(facts.method).includes(wanted)) && line.amountMinor >= facts.minMinor && line.amountMinor <= facts.maxMinor;
  }

  /** A method that no channel of the trace serves says nothing about which channel to take. */
  private wishOf(line: PaymentLine): string {
    const wanted = line.method ?? 'any';
    if (wanted === 'any' || this.methods.includes(wanted)) return wanted;
    this.warnings.add(`no channel of the trace serves "${wanted}": such payments are taken to be content with any`);
    return 'any';
  }

  private route(going: Going): void {
    const now = this.time.now;
    this.router.snapshots(now);
    const started = performance.now();
    const candidates = this.router.decide({
      key: going.line.id, amountMinor: going.line.amountMinor, currency: 'CNY', allowedMethods: this.methods, method: this.wishOf(going.line),
      tried: going.tried, ...(going.line.region && { region: going.line.region }),
    }, now);
    const plan = planOf(candidates);
    this.micros.push((performance.now() - started) * 1_000);
    for (const channel of plan) {
      const guarded = candidates.find((c) => c.channel === channel)!.trial === true;
      if (guarded && !this.router.claimTrial(channel, going.line.id)) continue;
      this.drains.sent(channel, now, this.router.breakerOf(channel) !== 'closed');
      this.order(going, channel, plan.length > 1);
      return;
    }
    if (now - going.budgetFrom < CASCADE_BUDGET_MS && going.orders < ORDERS_MAX) return this.waitForWay(going);
    this.count.technicalFailures++;
    this.askOracle(going, now);
  }

  /** Nobody can take it this moment: while the payer is not to be asked yet, every way is looked at again, those that could not be reached included. */
  private waitForWay(going: Going): void {
    if (++going.pauses % PAUSES_BEFORE_AGAIN === 0) {
      for (const channel of going.unreached) going.tried.splice(going.tried.indexOf(channel), 1);
      going.unreached.clear();
    }
    this.time.after(NO_WAY_PAUSE_MS, () => this.route(going));
  }

  private askOracle({ line }: Going, endedAt: number): void {
    if (!line.payer && oracleFails(this.world, line, endedAt, (channel) => this.serves(channel, line))) this.count.oracleFailures++;
  }

  private order(going: Going, channel: string, standsBy: boolean): void {
    const now = this.time.now;
    this.opened.set(channel, (this.opened.get(channel) ?? 0) + 1);
    going.tried.push(channel);
    going.orders++;
    const leave = this.router.enter(channel, now);
    const { p95Ms } = this.router.healthOf(channel, now);
    const patience = patienceMsOf(p95Ms);
    const draw = this.world.order(going.line.id, channel, now);
    const silent = draw.kind === 'silent' || draw.latencyMs > patience;
    const waitMs = standsBy ? Math.min(standByMsOf(p95Ms, going.budgetFrom + CASCADE_BUDGET_MS - now), patience) : patience;
    // The bank is only slow where it would have answered: it may have the order, and may take the money until it is closed.
    const chargedAt = draw.kind === 'silent' && draw.chargedAfterMs !== null ? now + draw.chargedAfterMs : null;
    const still = { waiting: true };
    if (silent) this.time.after(waitMs, () => this.follow(going, channel, chargedAt, 0));
    else if (draw.latencyMs > waitMs) this.time.after(waitMs, () => this.closeSlow(going, channel, draw.latencyMs / 2 <= waitMs, still));
    this.time.after(silent ? patience : draw.latencyMs, () => {
      leave(this.time.now, silent ? 'unclear' : draw.kind === 'taken' ? 'taken' : 'other');
      if (silent) return this.observe(channel, 'create', 'unknown', 'network', now);
      if (!still.waiting) return this.observe(channel, 'create', draw.kind === 'taken' ? 'accepted' : 'declined', draw.kind === 'taken' ? null : draw.cause, now);
      still.waiting = false;
      if (draw.kind === 'taken') this.taken(going, channel, now);
      else {
        if (!draw.reached) going.unreached.add(channel);
        const outcome = draw.reached ? 'declined' : 'not-sent';
        this.observe(channel, 'create', outcome, draw.cause, now);
        this.next(going, { outcome, cause: draw.cause });
      }
    });
  }

  /** Another channel stands by: an order that is slow to be answered is closed at its bank, and the next one opened if that was in time. */
  private closeSlow(going: Going, channel: string, isThere: boolean, still: { waiting: boolean }): void {
    const asked = this.time.now;
    const waited = isThere ? this.world.answer(`close ${going.line.id} slow`, channel, asked) : null;
    if (waited === null || waited > CLOSE_TIMEOUT_MS) return;
    this.time.after(waited, () => {
      this.observe(channel, 'close', 'closed', null, asked);
      if (!still.waiting) return;
      still.waiting = false;
      going.wasUnclear = true;
      this.route(going);
    });
  }

  private taken(going: Going, channel: string, startedAt: number): void {
    const payer = going.line.payer ?? null;
    if (payer) {
      this.observe(channel, 'create', 'declined', payer, startedAt);
      this.next(going, { outcome: 'declined', cause: payer });
      return;
    }
    this.observe(channel, 'create', 'accepted', null, startedAt);
    this.charge(going);
    this.succeed(going);
  }

  private next(going: Going, submitted: { outcome: string; cause: string | null }): void {
    if (!mayCascade(submitted)) {
      this.count.declined++;
      return;
    }
    if (this.time.now - going.budgetFrom < CASCADE_BUDGET_MS) return this.route(going);
    going.wasAsked = true;
    this.time.after(TAP_MS, () => {
      going.budgetFrom = this.time.now;
      this.route(going);
    });
  }

  /** Asks the bank to close the order, again and again, until it is certain: then it was paid, or the next way is free. */
  private follow(going: Going, channel: string, chargedAt: number | null, tries: number): void {
    going.wasUnclear = true;
    const now = this.time.now;
    if (now - going.clickedAt > PATIENCE_MS) {
      this.count.unknown++;
      this.askOracle(going, going.line.t);
      if (chargedAt !== null) this.charge(going);
      return;
    }
    this.time.after(FOLLOW_MS[Math.min(tries, FOLLOW_MS.length - 1)]!, () => {
      const asked = this.time.now;
      const waited = this.world.answer(`close ${going.line.id} ${tries}`, channel, asked);
      const answered = waited !== null && waited <= CLOSE_TIMEOUT_MS;
      this.time.after(answered ? waited : CLOSE_TIMEOUT_MS, () => {
        this.observe(channel, 'close', answered ? 'closed' : 'unknown', answered ? null : 'network', asked);
        if (!answered) this.follow(going, channel, chargedAt, tries + 1);
        else if (chargedAt !== null && chargedAt <= this.time.now) {
          this.charge(going);
          this.succeed(going);
        } else {
          // A bank that could not even be asked for a while was out, and is back: it may be asked again.
          if (tries > 0) going.unreached.add(channel);
          // Closed: the money the bank might have taken later is not taken any more. The page hands the payer on by itself.
          going.budgetFrom = this.time.now;
          this.route(going);
        }
      });
    });
  }

  private charge(going: Going): void {
    this.charges.set(going.line.id, (this.charges.get(going.line.id) ?? 0) + 1);
  }

  private succeed(going: Going): void {
    this.count.succeeded++;
    if (going.orders === 1 && !going.wasUnclear) this.count.firstTrySuccess++;
    if (going.orders > 1) this.count.savedByCascade++;
    if (going.wasAsked) this.count.asked++;
    if (going.wasUnclear) this.count.followed++;
    const waited = this.time.now - going.clickedAt;
    this.waits.push(waited);
    if (waited <= CASCADE_BUDGET_MS) this.count.quick++;
  }

  private observe(channel: string, operation: string, certainty: string, cause: Cause | null, startedAt: number): void {
    this.router.observe(channel, { operation, certainty, cause, startedAt, at: this.time.now });
    this.probes.tryWhileInDoubt(channel);
  }

  private result(): ReplayResult {
    const { quick, ...count } = this.count;
    const payments = this.trace.payments.length;
    const orders = [...this.opened.values()].reduce((sum, n) => sum + n, 0);
    const share = this.world.names.map((c): [string, number] => [c, orders === 0 ? 0 : (this.opened.get(c) ?? 0) / orders]);
    const [micros, waits] = [percentilesOf(this.micros), percentilesOf(this.waits)];
    return {
      payments, ...count, chargedTwice: [...this.charges.values()].filter((n) => n > 1).length,
      shareByChannel: Object.fromEntries(share.map(([c, part]) => [c, Math.round(part * 1e6) / 1e6])),
      p99DecisionUs: micros(0.99), p50DecisionUs: micros(0.5), orders,
      waitMs: { p50: waits(0.5), p99: waits(0.99), p999: waits(0.999), max: waits(1) },
      redirectWithin2s: payments === 0 ? 1 : Math.round((quick / Math.max(1, payments - count.declined)) * 1e5) / 1e5,
      meanChannelFailure: this.drains.meanFailure(this.trace.payments), drains: this.drains.summary(),
      repeated: this.trace.repeated, outOfOrder: this.trace.outOfOrder, warnings: [...this.warnings],
    };
  }
}
