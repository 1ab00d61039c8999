/** Tells once at each step before a certificate ends: thirty days ahead, and again when little is left. What was told stands in the audit. */
import { audit } from '@/lib/audit';
import { DAY_MS } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx } from '@/lib/platform/tx';
import { endingCertificates, WARN_DAYS } from './certificates';

const KIND = 'certificate';
const STEPS_DAYS = [WARN_DAYS, 14, 7, 3, 1, 0] as const;

/** May run in several processes at any time: what was told is looked up under a lock. Answers how many were told now. */
export async function warnOfCertificates(ctx: Ctx): Promise<number> {
  let told = 0;
  for (const { accountId, channel, certificate } of await endingCertificates(ctx)) {
    const left = (Date.parse(certificate.until) - ctx.clock.now()) / DAY_MS;
    const due = STEPS_DAYS.filter((days) => left <= days).length;
    const subjectId = `${accountId}/${certificate.field}/${certificate.until.slice(0, 10)}`;
    told += await withTx(ctx, async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subjectId}, 0))`;
      const before = await tx.audit_entry.count({ where: { institution_id: ctx.institutionId, subject_kind: KIND, subject_id: subjectId, action: 'certificate.warn' } });
      if (before >= due) return 0;
      // Steps that passed while nobody was looking are told as one.
      const days = String(Math.max(0, Math.floor(left)));
      for (let step = before; step < due; step++) await audit(tx, ctx, { action: 'certificate.warn', subjectKind: KIND, subjectId, outcome: 'done', after: { days } });
      await emit(tx, ctx, [{ type: 'certificate.ending', subjectId: accountId, payload: { channel, field: certificate.field, until: certificate.until, days } }]);
      return 1;
    });
  }
  return told;
}
