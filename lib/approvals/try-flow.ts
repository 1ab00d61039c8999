/** Who would approve this? The flow as drawn, the people who are here now, what they delegated: and whether enough different people are left for every signature. */
import { listFinancePeople, requirePermission, type Role } from '@/lib/identity';
import { money, type Currency } from '@/lib/kernel/money';
import { toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { activeFlow } from './flow-store';
import { stepsOf, type Flow } from './flows';
import type { ApprovalKind } from './kinds';

export interface TriedPerson {
  readonly name: string;
  /** Whose right it would be, where it is not their own. */
  readonly behalf: string | null;
}
export interface TriedStep {
  readonly stage: number;
  readonly roles: readonly Role[];
  readonly department: string | null;
  /** Everybody who could give this signature now; the requester is left out, with every account of theirs. */
  readonly people: readonly TriedPerson[];
}
export interface Tried {
  readonly steps: readonly TriedStep[];
  /** Whether different people can be found for all signatures: nobody signs twice, also not for somebody else. */
  readonly enough: boolean;
}

/** One way to fill a seat: who would sign, by whose right. Accounts of one person count as that person. */
interface Option { readonly signer: string; readonly holder: string; readonly shown: TriedPerson }

export async function tryFlow(
  ctx: Ctx, input: { readonly kind: ApprovalKind; readonly minor: bigint; readonly currency: Currency; readonly requester: string | null; readonly flow: Flow | null },
): Promise<Tried> {
  requirePermission(ctx, 'approval.read');
  return withTx(ctx, async (tx) => {
    const flow = input.flow ?? await activeFlow(tx, ctx, input.kind);
    const people = await listFinancePeople(tx, ctx);
    const lent = await tx.$queryRaw<{ from_user: string; to_user: string }[]>`
      SELECT from_user, to_user FROM approval_delegation WHERE institution_id = ${ctx.institutionId} AND revoked_at IS NULL
        AND starts_at <= ${toIso(ctx.clock.now())}::timestamptz AND ends_at > ${toIso(ctx.clock.now())}::timestamptz AND (cardinality(kinds) = 0 OR ${input.kind} = ANY (kinds))`;
    const personOf = await persons(tx, [...people.map((p) => p.userId), ...(input.requester ? [input.requester] : [])]);
    const asker = input.requester && personOf(input.requester);
    const nameOf = new Map(people.map((p) => [p.userId, p.name]));
    const seats = stepsOf(flow, money(input.minor, input.currency)).map((step) => {
      const holders = people.filter((p) => step.roles.some((role) => p.roles.includes(role)) && (step.department === undefined || step.department === p.department));
      const options = holders.flatMap((p): Option[] => [
        { signer: personOf(p.userId), holder: personOf(p.userId), shown: { name: p.name, behalf: null } },
        ...lent.filter((d) => d.from_user === p.userId && nameOf.has(d.to_user)).map((d) => ({
          signer: personOf(d.to_user), holder: personOf(p.userId), shown: { name: nameOf.get(d.to_user) ?? '', behalf: p.name },
        })),
      ]).filter((option) => option.signer !== asker && option.holder !== asker);
      return { view: { stage: step.stage, roles: step.roles, department: step.department ?? null, people: options.map((o) => o.shown) }, options };
    });
    return { steps: seats.map((seat) => seat.view), enough: canSeat(seats.map((seat) => seat.options), new Set()) };
  });
}

/** More ways than this to fill one seat never run out: a flow has at most ten. */
const WAYS_MAX = 24;

function canSeat(seats: readonly (readonly Option[])[], taken: ReadonlySet<string>): boolean {
  if (seats.length === 0) return true;
  const [scarcest = [], ...rest] = seats.toSorted((a, b) => a.length - b.length);
  return scarcest.slice(0, WAYS_MAX).some(({ signer, holder }) => !taken.has(signer) && !taken.has(holder) && canSeat(rest, new Set([...taken, signer, holder])));
}

/** User id → one name for all accounts of the person (the same rules as `same_person` in prisma/sql/20_approvals.sql). */
async function persons(tx: Tx, ids: readonly string[]): Promise<(id: string) => string> {
  const rows = await tx.$queryRaw<{ id: string; marks: string[] }[]>`
    SELECT id, array_remove(ARRAY['p:' || coalesce(person_id, id), 't:' || encode(totp_print, 'hex'), 'm:' || regexp_replace(email, '\\+[^@]*@', '@')], NULL) AS marks
    FROM user_account WHERE id = ANY (${[...ids]}::text[]) ORDER BY id`;
  const first = new Map<string, string>();
  const of = new Map<string, string>();
  for (const { id, marks } of rows) {
    const known = marks.map((mark) => first.get(mark)).find((name) => name !== undefined) ?? id;
    for (const mark of marks) first.set(mark, known);
    of.set(id, known);
  }
  return (id) => of.get(id) ?? id;
}
