import type { ReactNode } from 'react';

/** A column as a page author writes it. */
export interface DataColumn<Row> {
  /** Stable name: used in the address (`?sort=-id`) and in the kept choice of columns. */
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** `end` for amounts and counts. */
  readonly align?: 'start' | 'end';
  /** The server can sort by it. */
  readonly sortable?: boolean;
  /** May be switched off by the reader; true unless said otherwise. */
  readonly hideable?: boolean;
  readonly hiddenAtFirst?: boolean;
  /** On a phone a row becomes a card: `title` heads it, `aside` stands beside the title, the rest follow as lines. */
  readonly card?: 'title' | 'aside' | 'line' | 'none';
  readonly className?: string;
}
