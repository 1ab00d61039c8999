/** From a failure to what may be said about it: status, and copy in the reader's language. */
import type { Failure } from '@/lib/kernel/result';

export type EdgeCode = 'edge.not-found' | 'edge.invalid-input' | 'edge.too-large' | 'edge.unexpected' | 'edge.refused';

/** Codes whose status does not follow from their name. "Not yours" looks like "not there". */
const STATUS: Readonly<Record<string, number>> = {
  'access.denied': 404,
  'edge.invalid-input': 400,
  'edge.too-large': 413,
  'edge.unexpected': 500,
  'identity.signed-out': 401,
  'identity.sign-in-refused': 401,
  'idempotency.different-body': 409,
  'machine.illegal-step': 409,
};

/** `<module>.…not-found` is 404, `…already-…`, `…conflict`, `…changed` are 409; every other refusal of a well-formed wish is 422. */
export function statusOf(code: string): number {
  const fixed = STATUS[code];
  if (fixed !== undefined) return fixed;
  const name = code.slice(code.indexOf('.') + 1);
  if (name.endsWith('not-found')) return 404;
  if (name.startsWith('already-') || name.endsWith('conflict') || name.endsWith('changed')) return 409;
  return 422;
}

/** What a stranger is told: a refusal for lack of right is replaced by "not there", code included. */
export function outward(failure: Failure): Failure {
  return failure.code === 'access.denied' ? { code: 'edge.not-found' } : failure;
}

/**
 * Where the copy of a code is: `errors.<module>.<name>`, or in a module's own file `<file>.errors.<module>.<name>` or, where the file
 * is named like the module, `<file>.errors.<name>`.
 */
export function copyKey(code: string, namespaces: readonly string[], has: (key: string) => boolean): string | undefined {
  const dot = code.indexOf('.');
  const own = code.slice(0, dot);
  const name = code.slice(dot + 1);
  const candidates = [`errors.${code}`, `${own}.errors.${name}`, ...namespaces.map((file) => `${file}.errors.${code}`)];
  return candidates.find(has);
}
