import type { Visitor } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import { findPayerByNumber } from '@/lib/payers';
import { setPass } from '../payer';

/** Every answer takes at least this long, so that its time says nothing about which half was wrong. */
const ANSWER_AFTER_MS = 250;

export async function findAndAdmit(
  visitor: Visitor,
  input: { slug: string; number: string; digits: string },
): Promise<Result<{ readonly found: true }>> {
  const ports = { clock: visitor.clock, random: visitor.random, origin: visitor.origin };
  const [found] = await Promise.all([
    findPayerByNumber(input.slug, input.number, input.digits, ports),
    new Promise((done) => setTimeout(done, ANSWER_AFTER_MS)),
  ]);
  if (!found.ok) return found;
  await setPass(found.value);
  return ok({ found: true });
}
