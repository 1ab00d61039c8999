/** Sorting and paging live in the address, so that a view can be bookmarked, sent and gone back to. Pure; server and browser use it. */
export interface Sort {
  readonly id: string;
  readonly descending: boolean;
}

/** `-amount` → amount, descending. Only ids the list can sort by are taken. */
export function parseSort(text: string | undefined | null, sortable: readonly string[]): Sort | null {
  if (!text) return null;
  const descending = text.startsWith('-');
  const id = descending ? text.slice(1) : text;
  return sortable.includes(id) ? { id, descending } : null;
}

export const sortText = (sort: Sort | null): string | null => (sort ? `${sort.descending ? '-' : ''}${sort.id}` : null);

/** Unsorted → ascending → descending → unsorted. */
export function nextSort(current: Sort | null, id: string): Sort | null {
  if (current?.id !== id) return { id, descending: false };
  return current.descending ? null : { id, descending: true };
}

/** Address with some parameters set (text) or taken away (null); the others stay as they are. */
export function hrefWith(path: string, search: string, changes: Readonly<Record<string, string | null>>): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
