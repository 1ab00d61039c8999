/** What nobody has looked at yet: breakers that moved, callbacks that proved nothing, refunds that came back,
 * certificates that end within thirty days, books that disagree with themselves. These first, then certificates, then the newest. */
import { endingCertificates } from '@/lib/channels';
import { hasPermission } from '@/lib/identity';
import { DAY_MS, plusMs, toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { AlarmBrief } from './model';

const ALARMS_MAX = 20;

/** Breaker openings until somebody acknowledges them, refused callbacks of the last day, refunds that the bank gave back, books that are not sound; by the reader's rights. */
export async function openAlarms(ctx: Ctx): Promise<AlarmBrief[]> {
  const channels = hasPermission(ctx.actor, 'channel.read');
  const refunds = hasPermission(ctx.actor, 'refund.read');
  const books = hasPermission(ctx.actor, 'ledger.read');
  if (!channels && !refunds && !books) return [];
  const since = toDate(plusMs(ctx.clock.now(), -DAY_MS));
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<{ id: string; kind: AlarmBrief['kind']; channel: string; cause: string; at: Date }[]>`
    SELECT * FROM (SELECT id::text AS id, 'breaker' AS kind, channel, cause, at FROM breaker_event
      WHERE ${channels} AND institution_id = ${ctx.institutionId} AND to_state = 'open' AND acknowledged_at IS NULL
    UNION ALL SELECT id, 'callback', channel, coalesce(reason, ''), received_at FROM inbound_message
      WHERE ${channels} AND institution_id = ${ctx.institutionId} AND verdict = 'invalid' AND received_at >= ${since}
    UNION ALL SELECT id, 'refund-returned', channel, '', updated_at FROM refund
      WHERE ${refunds} AND institution_id = ${ctx.institutionId} AND status = 'returned'
    UNION ALL SELECT institution_id, 'books', '', greatest(jsonb_array_length(findings), 1)::text, unsound_since FROM integrity_state
      WHERE ${books} AND institution_id = ${ctx.institutionId} AND NOT sound) AS alarm
    ORDER BY kind = 'books' DESC, at DESC LIMIT ${ALARMS_MAX}`);
  const ending = channels ? await endingCertificates(ctx) : [];
  const certificates = ending.map(({ accountId, channel, certificate }): AlarmBrief => ({
    id: `${accountId}/${certificate.field}`, kind: 'certificate', channel, cause: certificate.until.slice(0, 10), at: ctx.clock.now() < Date.parse(certificate.until) ? toIso(ctx.clock.now()) : certificate.until,
  }));
  const told = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  return [...told.filter((alarm) => alarm.kind === 'books'), ...certificates, ...told.filter((alarm) => alarm.kind !== 'books')].slice(0, ALARMS_MAX);
}
