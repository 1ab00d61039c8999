import type { AuditFilter } from '@/lib/audit';
import { isBusinessDate } from '@/lib/kernel/time';

/** What the form shows, as it stands in the address. */
export interface ShownFilter {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly day: string;
  readonly outcome: string;
}

type Asked = Readonly<Record<string, string | string[] | undefined>>;

/** The address is a border like any other: what does not fit is as if it were not there. */
export function readFilter(asked: Asked, zone: string): { shown: ShownFilter; query: AuditFilter } {
  const text = (name: string, shape: RegExp) => {
    const value = asked[name];
    return typeof value === 'string' && shape.test(value.trim()) ? value.trim() : '';
  };
  const shown: ShownFilter = {
    actor: text('actor', /^[\w-]{1,60}$/),
    action: text('action', /^[a-z.-]{1,60}$/),
    subject: text('subject', /^[\w-]{1,60}$/),
    day: text('day', /^\d{4}-\d{2}-\d{2}$/),
    outcome: text('outcome', /^(done|refused)$/),
  };
  const before = text('before', /^\d{1,18}$/);
  return {
    shown,
    query: {
      ...(shown.actor && { actorId: shown.actor }),
      ...(shown.action && { action: shown.action }),
      ...(shown.subject && { subjectId: shown.subject }),
      ...(isBusinessDate(shown.day) && { day: { date: shown.day, zone } }),
      ...(before && { before }),
      ...(shown.outcome && { outcome: shown.outcome === 'done' ? 'done' : 'refused' }),
    },
  };
}

export function addressOf(shown: ShownFilter, before?: string): string {
  const query = new URLSearchParams(Object.entries(shown).filter(([, value]) => value !== ''));
  if (before) query.set('before', before);
  return query.size > 0 ? `/audit?${query.toString()}` : '/audit';
}
