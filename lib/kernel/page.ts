/** Keyset pages: a list is read forward from an opaque cursor, never by offset, and never unbounded. */
export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 500;

export interface Page<T> {
  readonly rows: readonly T[];
  readonly nextCursor: string | null;
}

export const pageSize = (wanted: number | undefined): number =>
  Math.max(1, Math.min(PAGE_SIZE_MAX, Math.trunc(wanted ?? PAGE_SIZE_DEFAULT)));

/** Turns `limit + 1` rows into a page; `cursorOf` names the last row shown. */
export function toPage<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string): Page<T> {
  const shown = rows.slice(0, limit);
  return { rows: shown, nextCursor: rows.length > limit ? cursorOf(shown[shown.length - 1]!) : null };
}
