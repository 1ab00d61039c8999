'use client';

import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { DataColumn } from './columns';

type Visibility = Record<string, boolean>;

/** The reader's choice of columns, kept on this device under the list's name. The server renders the author's choice. */
export function useKeptColumns<Row>(listId: string, columns: readonly DataColumn<Row>[]): [Visibility, Dispatch<SetStateAction<Visibility>>] {
  const key = `bafang.columns.${listId}`;
  const [visibility, setVisibility] = useState<Visibility>(() =>
    Object.fromEntries(columns.filter((column) => column.hiddenAtFirst).map((column) => [column.id, false])),
  );
  useEffect(() => {
    const kept = readKept(key);
    if (kept) setVisibility(kept);
  }, [key]);
  const change: Dispatch<SetStateAction<Visibility>> = (action) =>
    setVisibility((before) => {
      const after = typeof action === 'function' ? action(before) : action;
      keep(key, after);
      return after;
    });
  return [visibility, change];
}

function readKept(key: string): Visibility | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'));
  } catch {
    return null;
  }
}

/** Private windows may refuse storage; the choice then lasts as long as the page. */
function keep(key: string, value: Visibility): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
