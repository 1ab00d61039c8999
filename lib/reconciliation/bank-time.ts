/** The banks of this product print their wall clock in one zone. */
import { isBusinessDate, instantOf, type Instant } from '@/lib/kernel/time';

const ZONE = 'Asia/Shanghai';

/** `2026-11-22 09:30:00`, or a date alone (its noon, the moment least likely to fall on another day). */
export function bankMoment(text: string | null): Instant | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?: ([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?$/.exec(text ?? '');
  const date = found?.[1] ?? '';
  if (!found || !isBusinessDate(date)) return null;
  return instantOf(date, found[2] ? `${found[2]}:${found[3]}:${found[4] ?? '00'}` : '12:00:00', ZONE);
}
