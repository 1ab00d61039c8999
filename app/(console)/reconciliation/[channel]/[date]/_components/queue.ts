/**
 * The rows of a desk, laid out once: the server says how many there are under each reason, so every place is known before its row is there. Rows come page by
 * page and are put into their places; what was read already is not touched by it. Kept outside React, so that a page costs a page and not the whole list.
 */
import type { Page } from '@/lib/kernel/page';
import { UNDECIDED, type CaseCount, type CaseRowView, type CaseState, type Reason } from '@/lib/reconciliation/model';

export type Item = { readonly kind: 'group'; readonly reason: Reason; readonly count: number } | { readonly kind: 'row'; readonly row: CaseRowView; readonly number: number } | { readonly kind: 'pending' };

/** Rows under one heading: as many as were counted, and as many as are here. */
interface Section { readonly reason: Reason; rows: number; here: number }

const isOpen = (status: CaseState): boolean => UNDECIDED.includes(status);

export class Queue {
  readonly #rows: CaseRowView[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #parts = new Map<string, readonly string[]>();
  readonly #open: Map<Reason, number>;
  #sections: Section[];
  /** The section that the next page goes on with. */
  #filling = 0;
  #cursor: string | null = null;
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #acts = 0;
  #layout = 0;

  constructor(counts: readonly CaseCount[], first: Page<CaseRowView>) {
    this.#sections = counts.map(({ reason, rows }) => ({ reason, rows, here: 0 }));
    this.#open = new Map(counts.map(({ reason, undecided }) => [reason, undecided]));
    this.append(first);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Goes up with every change; `acts` with what was done by hand; `layout` when a place came or went. */
  readonly version = (): number => this.#version;
  readonly acts = (): number => this.#acts;
  readonly layout = (): number => this.#layout;

  /** Where the next page begins; null when all rows are here. */
  get cursor(): string | null { return this.#cursor; }
  get loaded(): number { return this.#rows.length; }
  get size(): number { return this.#sections.reduce((sum, s) => sum + s.rows, 0); }
  /** Rows and headings. */
  get items(): number { return this.size + this.#sections.length; }

  rowAt(number: number): CaseRowView | undefined { return this.#rows[number]; }
  /** Place of a row among the rows; -1 where it is not here. */
  numberOf(id: string | null): number { return (id === null ? undefined : this.#numbers.get(id)) ?? -1; }
  row(id: string | null): CaseRowView | null { return this.#rows[this.numberOf(id)] ?? null; }
  partsOf(id: string): readonly string[] { return this.#parts.get(id) ?? []; }
  /** The rows that are here, in order. */
  rows(): readonly CaseRowView[] { return this.#rows; }

  isGroup(index: number): boolean { return this.#find(index).offset === 0; }

  item(index: number): Item {
    const { section, offset, before } = this.#find(index);
    if (offset === 0) return { kind: 'group', reason: section.reason, count: this.#open.get(section.reason) ?? 0 };
    const row = offset <= section.here ? this.#rows[before + offset - 1] : undefined;
    return row ? { kind: 'row', row, number: before + offset - 1 } : { kind: 'pending' };
  }

  /** Among rows and headings; -1 where it is not here. */
  indexOf(id: string | null): number {
    const number = this.numberOf(id);
    return number < 0 ? -1 : number + 1 + this.#sectionOf(number);
  }

  /** Rows that were decided elsewhere since the count leave no gap, and rows that are new get a place. */
  append(page: Page<CaseRowView>): void {
    for (const row of page.rows) {
      if (this.#numbers.has(row.id)) continue;
      const section = this.#sectionFor(row.reason);
      if (section.here === section.rows) this.#grow(section, isOpen(row.status) ? 1 : 0);
      section.here += 1;
      this.#numbers.set(row.id, this.#rows.length);
      this.#rows.push(row);
    }
    this.#cursor = page.nextCursor;
    if (this.#cursor === null) this.#end();
    this.#changed();
  }

  /** What was decided here; a row fades in its place. */
  setStates(states: Iterable<readonly [string, CaseState]>): void {
    for (const [id, status] of states) {
      const number = this.numberOf(id);
      const row = this.#rows[number];
      if (!row) continue;
      this.#count(row.reason, Number(isOpen(status)) - Number(isOpen(row.status)));
      this.#rows[number] = { ...row, status };
    }
    this.#acts += 1;
    this.#changed();
  }

  /** A case became these, which stand behind it from now on. */
  put(caseId: string, parts: readonly CaseRowView[]): void {
    const number = this.numberOf(caseId);
    if (number < 0) return;
    const fresh = parts.filter((p) => !this.#numbers.has(p.id));
    const at = this.#sectionOf(number);
    const before = this.#sections.slice(0, at).reduce((sum, s) => sum + s.rows, 0);
    this.#rows.splice(number + 1, 0, ...fresh);
    const section = this.#sections[at]!;
    const head = number + 1 - before;
    const pieces: Section[] = [{ reason: section.reason, rows: head, here: head }];
    const add = (reason: Reason, rows: number, here: number) => {
      const last = pieces[pieces.length - 1]!;
      if (last.reason === reason) Object.assign(last, { rows: last.rows + rows, here: last.here + here });
      else if (rows > 0) pieces.push({ reason, rows, here });
    };
    for (const part of fresh) add(part.reason, 1, 1);
    add(section.reason, section.rows - head, section.here - head);
    this.#sections.splice(at, 1, ...pieces);
    if (this.#filling >= at) this.#filling += pieces.length - 1;
    for (let n = number + 1; n < this.#rows.length; n++) this.#numbers.set(this.#rows[n]!.id, n);
    for (const part of fresh) if (isOpen(part.status)) this.#count(part.reason, 1);
    this.#parts.set(caseId, parts.map((p) => p.id));
    this.#layout += 1;
    this.setStates([[caseId, 'matched'], ...parts.map((p) => [p.id, p.status] as const)]);
  }

  #find(index: number): { section: Section; offset: number; before: number } {
    let before = 0;
    let from = 0;
    for (const section of this.#sections) {
      if (index <= from + section.rows) return { section, offset: index - from, before };
      before += section.rows;
      from += section.rows + 1;
    }
    throw new RangeError(`the queue has no place ${index}`);
  }

  #sectionOf(number: number): number {
    let before = 0;
    return this.#sections.findIndex((section) => (before += section.rows) > number);
  }

  /** The section a row that comes next belongs to: the sections before it have no more rows to come. */
  #sectionFor(reason: Reason): Section {
    const found = this.#sections.findIndex((s, place) => place >= this.#filling && s.reason === reason);
    if (found < 0) {
      this.#close(this.#filling);
      this.#sections.splice(this.#filling + 1, 0, { reason, rows: 0, here: 0 });
      this.#filling = Math.min(this.#filling + 1, this.#sections.length - 1);
      this.#layout += 1;
      return this.#sections[this.#filling]!;
    }
    for (; this.#filling < found; this.#filling++) this.#close(this.#filling);
    return this.#sections[found]!;
  }

  #close(place: number): void {
    const section = this.#sections[place];
    if (!section || section.rows === section.here) return;
    this.#grow(section, section.here - section.rows, section.here - section.rows);
  }

  #end(): void {
    for (let place = this.#filling; place < this.#sections.length; place++) this.#close(place);
    this.#sections = this.#sections.filter((s) => s.rows > 0);
    this.#filling = Math.max(0, this.#sections.length - 1);
  }

  #grow(section: Section, open: number, rows = 1): void {
    section.rows += rows;
    this.#count(section.reason, open);
    this.#layout += 1;
  }

  #count(reason: Reason, by: number): void {
    if (by !== 0) this.#open.set(reason, Math.max(0, (this.#open.get(reason) ?? 0) + by));
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
