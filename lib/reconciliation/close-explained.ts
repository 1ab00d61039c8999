/** Cases that time has answered: money that came after all, and money that did not come with the next file either. */
import { businessDate, toIso } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { UNDECIDED } from './model';
import { isStillLate } from './not-yet';
import type { RuleSet } from './engine/rule-set';
import type { ChannelCode } from '@/lib/channels';

/**
 * A line or fact that is matched by now, or that stands in a case with its line, needs nobody any more. Cases that this run opened cannot be among
 * them. Answers the cases closed.
 */
export function closeExplained(tx: Tx, ctx: Ctx, channel: string, runId: string): Promise<number> {
  const at = toIso(ctx.clock.now());
  return tx.$executeRaw`
    WITH closed AS (
      UPDATE recon_case c SET status = 'matched', decided_at = ${at}::timestamptz, decided_by = ${actorName(ctx.actor)}
      WHERE c.channel = ${channel} AND c.status = ANY(${[...UNDECIDED]}) AND c.reason <> 'fee-differs' AND c.run_id IS DISTINCT FROM ${runId}
        AND (EXISTS (SELECT FROM recon_match m WHERE m.id = c.line_id)
          OR c.line_id IS NULL AND EXISTS (SELECT FROM recon_match m WHERE m.side_id = c.side_id AND m.undone_at IS NULL)
          OR c.line_id IS NULL AND EXISTS (SELECT FROM recon_case n WHERE n.side_id = c.side_id AND n.line_id IS NOT NULL AND n.reason = 'amount-differs' AND n.status NOT IN ('matched', 'joined')))
      RETURNING c.id
    ) INSERT INTO recon_case_event (institution_id, case_id, kind, to_state, at, actor)
    SELECT ${ctx.institutionId}, id, 'explained', 'matched', ${at}::timestamptz, ${actorName(ctx.actor)} FROM closed`;
}

/**
 * "Not yet" ends when the channel's next day is on file and the hour is past at which the bank has shown everything: what is still missing is missing.
 * Answers the cases changed.
 */
export async function ripenNotYet(tx: Tx, ctx: Ctx, channel: ChannelCode, rules: RuleSet['notYet']): Promise<number> {
  const at = toIso(ctx.clock.now());
  const days = await tx.$queryRaw<{ day: Date }[]>`
    SELECT DISTINCT c.business_date AS day FROM recon_case c
    WHERE c.channel = ${channel} AND c.reason = 'not-yet' AND c.status IN ('open', 'disputed', 'following', 'suspended')
      AND EXISTS (SELECT FROM statement_file f, unnest(f.days) AS d(day) WHERE f.channel = ${channel} AND f.status = 'matched' AND d.day > c.business_date)`;
  const ripe = days.map((d) => d.day.toISOString().slice(0, 10)).filter((day) => !isStillLate(ctx.clock.now(), businessDate(day), channel, rules));
  if (ripe.length === 0) return 0;
  return tx.$executeRaw`
    WITH ripe AS (
      UPDATE recon_case c SET reason = 'missing-at-bank', probable_cause = 'not-in-file'
      WHERE c.channel = ${channel} AND c.reason = 'not-yet' AND c.status IN ('open', 'disputed', 'following', 'suspended') AND c.business_date = ANY(${ripe}::date[])
        AND NOT EXISTS (SELECT FROM recon_case o WHERE o.side_id = c.side_id AND o.line_id IS NULL AND o.reason = 'missing-at-bank')
      RETURNING c.id
    ) INSERT INTO recon_case_event (institution_id, case_id, kind, note, at, actor)
    SELECT ${ctx.institutionId}, id, 'ripened', 'missing-at-bank', ${at}::timestamptz, ${actorName(ctx.actor)} FROM ripe`;
}
