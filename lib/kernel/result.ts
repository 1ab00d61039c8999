/**
 * Expected outcomes are values, impossible ones are assertions. A `Result` is what every command and every pure rule answers with
 * when something can go wrong in ordinary life; its `code` belongs to the closed list of the module that answers.
 */
export type Result<T, F extends Failure = Failure> = Ok<T> | Err<F>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Err<F extends Failure = Failure> {
  readonly ok: false;
  readonly error: F;
}

/** A refusal a person can understand. `code` selects the copy in both languages; `details` fill its placeholders (no personal data). */
export interface Failure<C extends string = string> {
  readonly code: C;
  readonly details?: Readonly<Record<string, string | number>>;
  /** Field path → failure code, for forms. */
  readonly fields?: Readonly<Record<string, string>>;
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <C extends string>(
  code: C,
  details?: Readonly<Record<string, string | number>>,
  fields?: Readonly<Record<string, string>>,
): Err<Failure<C>> => ({ ok: false, error: { code, ...(details && { details }), ...(fields && { fields }) } });

/** The value, or an exception: for tests, seeds and places where a refusal would be a bug. */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`unexpected refusal: ${result.error.code} ${JSON.stringify(result.error.details ?? {})}`);
}
