/** A payer's form that was refused is written anew by the answer, without a script: what was typed goes back into it. */
import type { ActionResult } from './model';

/** Of React's and our own making, not typed by anybody. */
const OURS = /^(?:\$ACTION|token$)/;

/** @param only these fields; all that were typed when absent. A secret is never among them. */
export function withTyped<T>(answer: ActionResult<T>, received: unknown, only?: readonly string[]): ActionResult<T> {
  if (answer.ok || !(received instanceof FormData)) return answer;
  const typed: Record<string, string> = {};
  for (const [name, value] of received) if (typeof value === 'string' && !OURS.test(name) && (only?.includes(name) ?? true)) typed[name] = value;
  return { ok: false, error: { ...answer.error, typed } };
}
