/**
 * Finds out about every order whose end is not known. Leases due inquiries of all institutions, asks the banks outside any transaction, and
 * applies what they said in shared commits as it comes in. Run it several times a second; several may run at once.
 */
import type { AttemptId, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { errorText } from '@/lib/platform/log';
import type { PaymentDeps } from '../deps';
import { addEffects, applyToView, noEffects } from '../effects';
import type { ChannelEvidence } from '../evidence';
import { isLive } from '../machine';
import { attemptOf, type Attempt } from '../rows';
import { decideGiveUp } from '../rules/decide-dead';
import { decideInquiry } from '../rules/decide-inquiry';
import { decisionEnv, inquiryIn, inquiryOver } from '../rules/decision';
import { isWithheld } from '../rules/withhold';
import type { LeasedInquiry } from '../store';
import { applyChannelOutcomes } from './apply-channel-outcomes';
import { abandonAttempt, closeAtBank } from './end-order';
import { contractOf, orderRefOf, submitAttempt } from './submit-attempt';

export interface SweepOptions {
  readonly limit?: number;
  /** Bank calls in flight at once. */
  readonly lanes?: number;
}
export interface SweepReport {
  readonly leased: number;
  readonly asked: number;
  readonly submitted: number;
  readonly ended: number;
}

const LIMIT = 200;
const LANES = 16;
/** A sweeper that dies leaves its orders to the next one after this long. */
export const LEASE_MS = 20_000;

export async function sweepInquiries(deps: PaymentDeps, options: SweepOptions = {}): Promise<SweepReport> {
  const leased = await deps.store.leaseInquiries(['attempt', 'payment'], deps.clock.now(), options.limit ?? LIMIT, LEASE_MS);
  const report = { leased: leased.length, asked: 0, submitted: 0, ended: 0 };
  const groups = Map.groupBy(leased, (l) => l.institutionId);
  for (const [institutionId, group] of groups) {
    try {
      await sweepOne(deps, institutionId, group, options.lanes ?? LANES, report);
    } catch (error) {
      // The leases run out and the next sweep tries again; the other institutions do not wait for it.
      deps.log.error('payments.sweep-failed', { institution: institutionId, error: errorText(error) });
    }
  }
  return report;
}

type Counts = { -readonly [K in keyof SweepReport]: number };

async function sweepOne(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  group: readonly LeasedInquiry[],
  lanes: number,
  report: Counts,
): Promise<void> {
  const payments = group.filter((g) => g.kind === 'payment').map((g) => g.subjectId as PaymentId);
  if (payments.length > 0) report.ended += await giveUp(deps, institutionId, payments);
  const due = group.filter((g) => g.kind === 'attempt');
  if (due.length === 0) return;
  const view = await deps.store.read(institutionId, (tx) => tx.viewByAttempts(due.map((d) => d.subjectId as AttemptId)));
  const attempts = new Map(
    [...view.files.values()].flatMap((file) => file.attempts.map((attempt) => [attempt.id as string, { file, attempt }] as const)),
  );
  const over: string[] = [];
  const put: Postponed[] = [];
  const told = appliedAsTheyCome(deps, institutionId, report);
  // A slow bank fills its own lanes and nobody else's.
  const banks = Map.groupBy(due, (d) => attempts.get(d.subjectId)?.attempt.channel ?? 'none');
  const askAll = (mine: readonly LeasedInquiry[]) => inLanes(mine, lanes, async ({ subjectId, tries }) => {
    const found = attempts.get(subjectId);
    const step = found ? decideInquiry(found.file, found.attempt, decisionEnv(deps)) : 'drop';
    if (!found || step === 'drop') over.push(subjectId);
    else if (step === 'submit') {
      await submitAttempt(deps, institutionId, found.attempt.id);
      report.submitted++;
    } else if (step === 'abandon') await abandonAttempt(deps, institutionId, found.attempt.id, { keepPayment: false });
    else {
      const waitMs = deps.pace?.turn(found.attempt.channel, deps.clock.now()) ?? 0;
      if (waitMs > 0) return void put.push({ attempt: found.attempt, waitMs, tries });
      told.tell(await ask(deps, institutionId, found.attempt, step, tries));
      report.asked++;
    }
  });
  await Promise.all([...banks.values()].map(askAll));
  await told.done();
  if (put.length > 0) await postpone(deps, institutionId, put);
  if (over.length > 0) await dropInquiries(deps, institutionId, over);
}

interface Postponed {
  readonly attempt: Attempt;
  readonly waitMs: number;
  readonly tries: number;
}

/** Their channel has no turn for them now. Those whose end came meanwhile are left alone. */
async function postpone(deps: PaymentDeps, institutionId: InstitutionId, put: readonly Postponed[]): Promise<void> {
  await deps.store.transaction(institutionId, async (tx) => {
    const view = await tx.viewByPayments([...new Set(put.map((p) => p.attempt.paymentId))], { withoutBills: true });
    const effects = noEffects();
    for (const { attempt, waitMs, tries } of put) {
      const file = view.files.get(attempt.paymentId);
      const now = file && attemptOf(file, attempt.id);
      if (now && (isLive(now.status) || isWithheld(now))) effects.inquiries.push(inquiryIn(attempt.id, 'attempt', deps.clock.now(), waitMs, tries));
    }
    await tx.apply(effects);
  });
}

/** What banks say is applied while others are still being asked: whatever has come in by the time the last batch is written. */
function appliedAsTheyCome(deps: PaymentDeps, institutionId: InstitutionId, report: Counts) {
  const waiting: ChannelEvidence[] = [];
  let writing: Promise<void> | null = null;
  let failure: unknown;
  const write = async (): Promise<void> => {
    while (waiting.length > 0 && failure === undefined) {
      try {
        const results = await applyChannelOutcomes(deps, institutionId, waiting.splice(0));
        report.ended += results.filter((r) => r.outcome !== 'waiting' && r.outcome !== 'open' && r.outcome !== 'already').length;
      } catch (error) {
        failure = error;
      }
    }
    writing = null;
  };
  return {
    tell: (evidence: ChannelEvidence): void => {
      waiting.push(evidence);
      writing ??= write();
    },
    done: async (): Promise<void> => {
      while (writing) await writing;
      if (failure !== undefined) throw failure;
    },
  };
}

async function ask(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  attempt: Attempt,
  step: 'query' | 'close',
  tries: number,
): Promise<ChannelEvidence> {
  if (step === 'close') return closeAtBank(deps, institutionId, attempt, { tries });
  const askedAt = deps.clock.now();
  const fact = await deps.gateway.query(contractOf(institutionId, attempt), orderRefOf(attempt));
  deps.pace?.observed(attempt.channel, deps.clock.now() - askedAt);
  return { source: 'query', reference: attempt.id, channel: attempt.channel, orderNo: attempt.orderNo, fact, tries };
}

async function giveUp(deps: PaymentDeps, institutionId: InstitutionId, paymentIds: readonly PaymentId[]): Promise<number> {
  return deps.store.transaction(institutionId, async (tx) => {
    const view = await tx.viewByPayments(paymentIds);
    const env = decisionEnv(deps);
    const all = noEffects();
    let ended = 0;
    for (const id of paymentIds) {
      const file = view.files.get(id);
      if (!file) {
        all.inquiries.push(inquiryOver(id, 'payment'));
        continue;
      }
      const { effects, result } = decideGiveUp(file, 'system:sweeper', env);
      applyToView(view, effects);
      addEffects(all, effects);
      if (result !== 'already') ended++;
    }
    await tx.apply(all);
    return ended;
  });
}

/** The order ended since the inquiry was planned. Looked at again under its lock, so that a plan made meanwhile is not lost. */
async function dropInquiries(deps: PaymentDeps, institutionId: InstitutionId, ids: readonly string[]): Promise<void> {
  await deps.store.transaction(institutionId, async (tx) => {
    const view = await tx.viewByAttempts(ids as readonly AttemptId[]);
    const env = decisionEnv(deps);
    const effects = noEffects();
    for (const id of ids) {
      const file = [...view.files.values()].find((f) => attemptOf(f, id as AttemptId));
      const attempt = file && attemptOf(file, id as AttemptId);
      if (!file || !attempt || decideInquiry(file, attempt, env) === 'drop') effects.inquiries.push(inquiryOver(id, 'attempt'));
    }
    await tx.apply(effects);
  });
}

async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}
