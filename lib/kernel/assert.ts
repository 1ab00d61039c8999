/** Thrown when a state that cannot be is met: the work stops rather than be wrong. Its text never reaches a browser. */
export class ImpossibleState extends Error {
  override name = 'ImpossibleState';
}

export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new ImpossibleState(why);
}

/** Makes a `switch` exhaustive: the compiler refuses a case that was forgotten. */
export function unreachable(value: never, why = 'unreachable'): never {
  throw new ImpossibleState(`${why}: ${String(value)}`);
}
