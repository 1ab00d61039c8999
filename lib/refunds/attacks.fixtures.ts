/**
 * Twenty-five operations on money, each asked for by many at the same moment, on a fresh payment every time. What counts is not what anybody was
 * answered but what the bank paid out, what the books say and how many signatures there are.
 */
import { generate } from 'otplib';
import { decideApproval, delegateApprovals, proposeFlow } from '@/lib/approvals';
import { CAPABILITIES, type ChannelCode, type RefundFact, type RefundOrder, type RefundOutcome } from '@/lib/channels';
import { newTotpSecret, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson, type TestWorld } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { money } from '@/lib/kernel/money';
import type { seededRandom } from '@/lib/kernel/ports';
import { DAY_MS, MINUTE_MS, plusMs } from '@/lib/kernel/time';
import { checkIntegrity, entryOf, post, reversalOf } from '@/lib/ledger';
import { paymentDeps } from '@/lib/payments';
import { makeCtx } from '@/lib/platform/ctx';
import { createLog } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import { defaultFlow } from '@/lib/approvals/model';
import type { RefundDeps } from './deps';
import {
  applyRefundEvidence, executeRefund, recordTransfer, requestRefund, requestRefundBatch, requestTransferRefund, settleApproval, settleBatch, sweepRefunds,
} from './index';
import { paidBill, type PaidBill } from './refunds.fixtures';

const PAID = 100_00n;

/** A bank that pays for every call it is told (as CCB's interface would), and loses answers on purpose. */
export interface PayingBank {
  readonly deps: RefundDeps;
  /** How often and how much was really paid out, by refund number. */
  readonly paid: Map<string, { times: number; minor: bigint; orderNo: string }>;
  /** Answers of the next calls; then `succeeded`. */
  script: ('succeeded' | 'lost-after-paying' | 'lost-before-paying' | 'not-sent' | 'declined')[];
}

export function payingBank(world: Pick<TestWorld, 'clock' | 'random'>, channel: ChannelCode = 'ccb'): PayingBank {
  const bank: PayingBank = {
    paid: new Map(), script: [],
    deps: {
      clock: world.clock, random: world.random, log: createLog({}, () => undefined), leases: paymentDeps().store,
      gateway: {
        capabilities: () => CAPABILITIES[channel],
        refund: async (_contract, order) => answer(bank, order, world),
        queryRefund: async (_contract, order): Promise<RefundFact> => {
          const found = bank.paid.get(order.refundNo);
          return found ? { state: 'succeeded', amount: money(found.minor, 'CNY'), channelRefundNo: 'R', at: world.clock.now() } : { state: 'not-found' };
        },
      },
    },
  };
  return bank;
}

async function answer(bank: PayingBank, order: RefundOrder, world: Pick<TestWorld, 'clock'>): Promise<RefundOutcome> {
  const next = bank.script.shift() ?? 'succeeded';
  await new Promise((resolve) => { setImmediate(resolve); });
  if (next === 'not-sent') return { certainty: 'not-sent', code: 'refused', cause: 'network' };
  if (next === 'declined') return { certainty: 'declined', code: 'no', cause: 'merchant-balance', message: '' };
  if (next !== 'lost-before-paying') {
    const before = bank.paid.get(order.refundNo);
    bank.paid.set(order.refundNo, { times: (before?.times ?? 0) + 1, minor: order.amount.minor, orderNo: order.orderNo });
  }
  return next === 'succeeded' ? { certainty: 'succeeded', channelRefundNo: 'R', at: world.clock.now() } : { certainty: 'unknown', code: 'timeout', cause: 'network' };
}

export interface Battlefield {
  readonly world: TestWorld;
  readonly institutionId: InstitutionId;
  readonly clerk: TestPerson;
  readonly second: TestPerson;
  readonly managers: readonly TestPerson[];
  readonly directors: readonly TestPerson[];
  readonly admin: TestPerson;
  readonly secret: string;
  readonly atOnce: number;
}

export async function makeBattlefield(atOnce: number, seed = 31): Promise<Battlefield> {
  const world = testWorld(seed);
  const institutionId = await makeInstitution(world, `attack-${seed}-${atOnce}`);
  const secret = newTotpSecret(world.random);
  const person = (...roles: Role[]) => makePerson(world, institutionId, roles, { totp: secret });
  const some = async (count: number, role: Role) => {
    const people: TestPerson[] = [];
    for (let i = 0; i < count; i++) people.push(await person(role));
    return people;
  };
  return {
    world, institutionId, secret, atOnce, clerk: await person('accountant'), second: await person('accountant'), managers: await some(Math.min(atOnce, 10), 'finance-manager'),
    directors: await some(4, 'finance-director'), admin: await person('administrator'),
  };
}

interface Stage { readonly field: Battlefield; readonly bank: PayingBank; readonly paid: PaidBill; readonly key: string; n: number }
/** One of the many; `i` says which. */
type Act = (stage: Stage, i: number) => Promise<unknown>;
interface Operation { readonly before?: (stage: Stage) => Promise<void>; readonly act: Act; readonly minor?: bigint; readonly channel?: ChannelCode }

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length]!;
const ask = (s: Stage, amountMinor: bigint, key: string) => requestRefund(s.field.clerk.ctx, { paymentId: s.paid.paymentId, amountMinor, reason: 'left', idempotencyKey: key }, s.bank.deps);
const refundsOf = (s: Stage) => withTx({ institutionId: s.field.institutionId }, (tx) => tx.refund.findMany({ where: { payment_id: s.paid.paymentId }, orderBy: { id: 'asc' } }));
const only = async (s: Stage) => (await refundsOf(s))[0]!;
async function sign(s: Stage, who: TestPerson, decision: 'approve' | 'reject' = 'approve', refundId?: string) {
  const approval = await withTx({ institutionId: s.field.institutionId }, (tx) => tx.approval.findFirstOrThrow({ where: refundId ? { subject_id: refundId } : {}, orderBy: { id: 'desc' } }));
  const stepUpCode = await generate({ secret: s.field.secret, epoch: Math.floor(s.field.world.clock.now() / 1_000) });
  return decideApproval(who.ctx, { approvalId: approval.id, decision, reason: 'x', stepUpCode, operationHash: approval.operation_hash });
}
const asked = async (s: Stage) => { await ask(s, s.paid.minor, `${s.key}-first`); };
const settle = async (s: Stage) => { await settleApproval(s.field.institutionId, (await only(s)).id, 'approved', s.field.world); };
const approved = async (s: Stage) => { await asked(s); await sign(s, s.field.managers[0]!, 'approve', (await only(s)).id); await settle(s); };
const execute = async (s: Stage) => { for (const r of await refundsOf(s)) await executeRefund(s.bank.deps, s.field.institutionId, r.id); };
const lost = async (s: Stage) => { await approved(s); s.bank.script = ['lost-after-paying']; await execute(s); s.field.world.clock.advance(2 * MINUTE_MS); };
const said = async (s: Stage, fact: RefundFact) => {
  const refund = await only(s);
  return applyRefundEvidence(s.bank.deps, s.field.institutionId, [{ source: 'callback', reference: `inb_${s.key}`, channel: refund.channel as ChannelCode, refundNo: refund.refund_no, fact }]);
};
const good = (s: Stage): RefundFact => ({ state: 'succeeded', amount: money(s.paid.minor, 'CNY'), channelRefundNo: 'C', at: s.field.world.clock.now() });
const bad = (): RefundFact => ({ state: 'failed', code: 'no', cause: 'other' });
const payee = { holder: '王小明', bank: '工商银行', number: '6222020200012345678' };
const transfer = (s: Stage, key: string, replaces?: string) => requestTransferRefund(s.field.clerk.ctx, {
  paymentId: s.paid.paymentId, amountMinor: s.paid.minor, reason: 'left', idempotencyKey: key, payee, ...(replaces && { replaces }),
}, s.bank.deps);
const transferApproved = async (s: Stage) => {
  s.field.world.clock.advance(400 * DAY_MS);
  await transfer(s, `${s.key}-t`);
  await sign(s, s.field.managers[0]!);
  await sign(s, s.field.directors[0]!);
  await settle(s);
};
const returned = async (s: Stage) => { await approved(s); await execute(s); await said(s, bad()); };
const batch = (s: Stage, key: string) => requestRefundBatch(s.field.clerk.ctx, { title: '活动取消', reason: 'service-not-used', idempotencyKey: key, items: [{ paymentId: s.paid.paymentId }] }, s.bank.deps);
const batchAsked = async (s: Stage) => { await batch(s, `${s.key}-b`); await sign(s, s.field.managers[0]!); };
const entryFor = (s: Stage) => entryOf({ key: `attack:${s.key}`, kind: 'suspense-received', at: s.field.world.clock.now(), subjectKind: 'test', subjectId: s.key, currency: 'CNY', amountMinor: 5n, channel: 'ccb' });
const booked = (s: Stage, reversed: boolean) => withTx(s.field, (tx) => post(tx, s.field, [reversed ? reversalOf(entryFor(s), s.field.world.clock.now(), 'x') : entryFor(s)]));

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'request with one key': { act: (s) => ask(s, 60_00n, `${s.key}-same`) },
  'request all of it': { act: (s, i) => ask(s, PAID, `${s.key}-${i}`) },
  'request more than half': { act: (s, i) => ask(s, 60_00n, `${s.key}-${i}`) },
  'request tenths': { act: (s, i) => ask(s, 10_00n, `${s.key}-${i}`) },
  'request one key with two amounts': { act: (s, i) => ask(s, BigInt(10 + (i % 2)) * 100n, `${s.key}-same`) },
  'approve by many': { before: asked, act: (s, i) => sign(s, pick(s.field.managers, i)) },
  'approve by one person again and again': { before: asked, act: (s) => sign(s, s.field.managers[0]!) },
  'approve and reject': { before: asked, act: (s, i) => sign(s, pick(s.field.managers, i), i % 2 ? 'reject' : 'approve') },
  'second signature by many': { minor: 600_000_00n, before: async (s) => { await asked(s); await sign(s, s.field.managers[0]!); }, act: (s, i) => sign(s, pick(s.field.directors, i)) },
  'settle what was approved': { before: async (s) => { await asked(s); await sign(s, s.field.managers[0]!); }, act: settle },
  'settle as approved and as rejected': { before: asked, act: async (s, i) => settleApproval(s.field.institutionId, (await only(s)).id, i % 2 ? 'approved' : 'rejected', s.field.world) },
  'execute': { before: approved, act: execute },
  'execute while answers are lost': { before: async (s) => { await approved(s); s.bank.script = ['lost-after-paying', 'lost-before-paying', 'not-sent']; }, act: execute },
  'sweep what is unknown': { before: lost, act: (s) => sweepRefunds(s.bank.deps) },
  'sweep, execute and callback': { before: lost, act: (s, i) => pick([() => sweepRefunds(s.bank.deps), () => execute(s), () => said(s, good(s))], i)() },
  'callback again and again': { before: async (s) => { await approved(s); s.bank.script = ['lost-after-paying']; await execute(s); }, act: (s) => said(s, good(s)) },
  'callbacks that disagree': { before: async (s) => { await approved(s); s.bank.script = ['lost-after-paying']; await execute(s); }, act: (s, i) => said(s, i % 2 ? good(s) : bad()) },
  'batch with one key': { act: (s) => batch(s, `${s.key}-same-batch`) },
  'batches and single requests': { act: (s, i) => (i % 2 ? batch(s, `${s.key}-b${i}`) : ask(s, PAID, `${s.key}-${i}`)) },
  'settle and execute a batch': { before: batchAsked, act: async (s) => { await settleBatch(s.field.institutionId, (await only(s)).batch_id!, 'approved', s.field.world); await execute(s); } },
  'transfer once the window is over': { before: async (s) => { s.field.world.clock.advance(400 * DAY_MS); }, act: (s, i) => transfer(s, `${s.key}-${i}`) },
  'transfer in place of what came back': { before: returned, act: async (s, i) => transfer(s, `${s.key}-${i}`, (await only(s)).id) },
  'record a transfer': {
    before: transferApproved,
    act: async (s, i) => recordTransfer(s.field.second.ctx, { refundId: (await only(s)).id, outcome: i % 3 === 0 ? 'refused' : 'paid', reference: `T${i}-${s.key}` }),
  },
  'delegate and delegator sign a large one': {
    minor: 600_000_00n,
    before: async (s) => {
      await delegateApprovals(s.field.directors[0]!.ctx, { toUser: s.field.second.userId, kinds: [], from: s.field.world.clock.now(), until: plusMs(s.field.world.clock.now(), DAY_MS), reason: 'x' });
      await asked(s);
      await sign(s, s.field.managers[0]!);
    },
    act: (s, i) => sign(s, i % 2 ? s.field.second : s.field.directors[0]!),
  },
  'book and reverse one entry, and propose one flow': {
    act: (s, i) => pick([() => booked(s, false), () => booked(s, true), () => proposeFlow(s.field.admin.ctx, { kind: 'bill-write-off', flow: { ...defaultFlow('bill-write-off'), expireDays: 5 }, note: '' })], i)(),
  },
};

let rounds = 0;
/** One round of one operation; answers what is wrong afterwards, in words. Empty: nothing. */
export async function attackRound(field: Battlefield, name: string): Promise<{ readonly wrong: readonly string[]; readonly thrown: number }> {
  const operation = OPERATIONS[name]!;
  const channel = operation.channel ?? 'ccb';
  field.world.clock.advance(2 * MINUTE_MS);
  const bank = payingBank(field.world, channel);
  const paid = await paidBill(field.world.clock, operation.minor ?? PAID, channel, { institutionId: field.institutionId, clerk: field.clerk.ctx });
  const stage: Stage = { field, bank, paid, key: `attack-${++rounds}-${paid.paymentId.slice(-8)}`, n: 0 };
  await operation.before?.(stage);
  field.world.clock.advance(MINUTE_MS);
  const answers = await Promise.allSettled(Array.from({ length: field.atOnce }, (_, i) => operation.act(stage, i)));
  return { wrong: await judge(stage), thrown: answers.filter((a) => a.status === 'rejected').length };
}

async function judge(s: Stage): Promise<string[]> {
  const { institutionId } = s.field;
  const refunds = await refundsOf(s);
  const payment = await withTx({ institutionId }, (tx) => tx.payment.findUniqueOrThrow({ where: { id: s.paid.paymentId } }));
  const approvals = await withTx({ institutionId }, (tx) => tx.approval.findMany({ where: { subject_id: { in: refunds.flatMap((r) => [r.id, r.batch_id ?? '']) } } }));
  const opinions = await withTx({ institutionId }, (tx) => tx.approval_opinion.findMany({ where: { approval_id: { in: approvals.map((a) => a.id) } } }));
  // A sweep also carries on with what earlier rounds left behind: that is not this payment's.
  const out = [...s.bank.paid].filter(([no]) => refunds.some((r) => r.refund_no === no)).reduce((sum, [, p]) => sum + p.minor * BigInt(p.times), 0n)
    + refunds.filter((r) => r.route === 'transfer' && r.status === 'succeeded').reduce((sum, r) => sum + r.amount_minor, 0n);
  const came = refunds.filter((r) => r.status === 'returned').reduce((sum, r) => sum + r.amount_minor, 0n);
  const wrong = [
    payment.refunded_minor + payment.refund_pending_minor > payment.captured_minor && 'more is promised than was paid',
    out - came > payment.captured_minor && 'more went out than was paid',
    [...s.bank.paid.values()].some((p) => p.times > 1) && 'the bank paid twice for one refund',
    [...s.bank.paid.keys()].some((no) => refunds.find((r) => r.refund_no === no)?.approved_at === null) && 'the bank paid what nobody approved',
    approvals.some((a) => opinions.filter((o) => o.approval_id === a.id && o.decision === 'approve').length > (a.steps as unknown[]).length) && 'too many signatures',
    new Set(opinions.map((o) => `${o.approval_id} ${o.user_id}`)).size < opinions.length && 'one person signed twice',
    approvals.some((a) => a.status === 'approved' && opinions.some((o) => o.approval_id === a.id && o.decision === 'reject')) && 'approved although somebody rejected it',
    new Set(refunds.filter((r) => r.replaces && !['rejected', 'failed'].includes(r.status)).map((r) => r.replaces)).size < refunds.filter((r) => r.replaces && !['rejected', 'failed'].includes(r.status)).length && 'replaced twice',
  ];
  return wrong.filter((w) => w !== false);
}

/** What the books of the whole field say in the end. Its bills were never issued, so what depends on issuing is left out. */
export async function judgeBooks(field: Battlefield): Promise<string[]> {
  const auditor = makeCtx({ kind: 'system', name: 'attacks' }, field.institutionId, field.world);
  const held = ['books-sum-to-zero', 'entries-balance', 'bills-equal-allocations', 'payments-equal-allocations', 'refunds-within-captured'];
  return (await checkIntegrity(auditor)).filter((check) => held.includes(check.name) && !check.ok).map((check) => `${check.name}: ${check.examples.join(', ')}`);
}

/** A bank that pays and then says nothing: the refund is asked about, found, and never paid again. Answers how often it was paid. */
export async function paidThenSilent(field: Battlefield, channel: ChannelCode, chance: ReturnType<typeof seededRandom>): Promise<number> {
  field.world.clock.advance(MINUTE_MS);
  const bank = payingBank(field.world, channel);
  const paid = await paidBill(field.world.clock, PAID, channel, { institutionId: field.institutionId, clerk: field.clerk.ctx });
  const stage: Stage = { field, bank, paid, key: `silent-${++rounds}`, n: 0 };
  await approved(stage);
  // The bank's own answer is lost; so, now and then, is the process that waits for it, and the job comes again.
  bank.script = ['lost-after-paying'];
  await execute(stage);
  if (chance.chance(0.5)) await Promise.all([execute(stage), sweepRefunds(bank.deps), execute(stage)]);
  for (let i = 0; i < 4 && (await only(stage)).status !== 'succeeded'; i++) {
    field.world.clock.advance(chance.below(3 * MINUTE_MS) + 1_000);
    await Promise.all([sweepRefunds(bank.deps), sweepRefunds(bank.deps), execute(stage)]);
  }
  const refund = await only(stage);
  if (refund.status !== 'succeeded') throw new Error(`refund ${refund.id} did not come to its end: ${refund.status}`);
  return bank.paid.get(refund.refund_no)?.times ?? 0;
}
