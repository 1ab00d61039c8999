/** The routing configuration in force, per institution; short-lived cache so that a change reaches every process within a second or two. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { toDate } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import { withTx, type Scope } from '@/lib/platform/tx';
import { DEFAULT_ROUTING, routingDocumentSchema, type RoutingDocument } from './model';

export interface ActiveRouting {
  readonly version: number;
  readonly document: RoutingDocument;
}

const FRESH_MS = 1_000;
const kept = new Map<InstitutionId, { at: number; value: Promise<ActiveRouting> }>();

export function activeRouting(scope: Scope, now = performance.now()): Promise<ActiveRouting> {
  const found = kept.get(scope.institutionId);
  if (found && now - found.at < FRESH_MS) return found.value;
  const value = readActive(scope);
  kept.set(scope.institutionId, { at: now, value });
  value.catch(() => kept.delete(scope.institutionId));
  return value;
}

export const forgetRouting = (institutionId: InstitutionId): boolean => kept.delete(institutionId);

async function readActive(scope: Scope): Promise<ActiveRouting> {
  const row = await withTx(scope, (tx) => tx.routing_config.findFirst({
    where: { OR: [{ state: 'active' }, { state: 'approved', effective_from: { lte: toDate(systemClock.now()) } }] }, orderBy: { version: 'desc' },
  }));
  return row ? { version: row.version, document: routingDocumentSchema.parse(row.document) } : { version: 0, document: DEFAULT_ROUTING };
}
