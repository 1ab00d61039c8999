/** What arrives from a form, a call or an address bar, turned into one plain object and parsed. Bounded before it is looked at. */
import type { z } from 'zod';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';

const ENTRIES_MAX = 2_000;
const NAME_MAX = 200;
const DEPTH_MAX = 8;
const INDEX_MAX = 999;

export type InputFailure = Failure<'edge.invalid-input' | 'edge.too-large'>;
type Tree = { [key: string]: unknown };

/**
 * Names become paths: `lines.0.amount` is nested, `roles[]` is always a list, a repeated name becomes a list. Empty text counts as
 * "not given", so that optional fields stay absent. Next's own `$ACTION_…` entries are left out.
 */
export function toObject(entries: Iterable<readonly [string, unknown]>): Result<Tree, InputFailure> {
  const root: Tree = Object.create(null) as Tree;
  let count = 0;
  for (const [name, value] of entries) {
    if (name.startsWith('$ACTION_')) continue;
    if (++count > ENTRIES_MAX || name.length > NAME_MAX) return err('edge.too-large');
    const list = name.endsWith('[]');
    const path = (list ? name.slice(0, -2) : name).split('.');
    if (path.length > DEPTH_MAX || path.some((part) => part === '__proto__' || part === 'constructor')) return err('edge.invalid-input');
    if (value === '' || (value instanceof File && value.size === 0 && value.name === '')) continue;
    put(root, path, value, list);
  }
  return ok(settle(root) as Tree);
}

function put(root: Tree, path: readonly string[], value: unknown, list: boolean): void {
  let at = root;
  for (const part of path.slice(0, -1)) {
    const next = at[part];
    at = (at[part] = isTree(next) ? next : (Object.create(null) as Tree)) as Tree;
  }
  const last = path[path.length - 1]!;
  const before = at[last];
  if (Array.isArray(before)) before.push(value);
  else if (before !== undefined) at[last] = [before, value];
  else at[last] = list ? [value] : value;
}

/** Objects whose keys are all small numbers were lists; holes left by removed rows close. */
function settle(value: unknown): unknown {
  if (!isTree(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d{1,3}$/.test(key) && Number.parseInt(key, 10) <= INDEX_MAX)) {
    return keys.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).map((key) => settle(value[key]));
  }
  return Object.fromEntries(keys.map((key) => [key, settle(value[key])]));
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === null;

/** Parses what was received; every wrong field is named with a code of ours, never with the library's words. */
export async function parseInput<S extends z.ZodType>(schema: S, received: unknown): Promise<Result<z.output<S>, InputFailure>> {
  const iterable = received instanceof FormData || received instanceof URLSearchParams;
  const plain = iterable ? toObject(received.entries()) : ok(received);
  if (!plain.ok) return plain;
  const parsed = await schema.safeParseAsync(plain.value, { reportInput: true });
  if (parsed.success) return ok(parsed.data);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues.slice(0, 100)) fields[issue.path.join('.')] ??= fieldCode(issue);
  return err('edge.invalid-input', {}, fields);
}

const CODE_SHAPE = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** A schema may name a failure code as its message (`z.string().refine(…, 'money.malformed')`); otherwise the kind of issue says it. */
function fieldCode(issue: z.core.$ZodIssue): string {
  if (CODE_SHAPE.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? 'edge.field-required' : 'edge.field-wrong';
    case 'too_big': return 'edge.field-too-large';
    case 'too_small': return issue.input === '' ? 'edge.field-required' : 'edge.field-too-small';
    case 'invalid_value': return issue.input === undefined ? 'edge.field-required' : 'edge.field-choice';
    default: return 'edge.field-wrong';
  }
}
