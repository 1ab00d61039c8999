import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** The merger must know that `text-14` is a size, or it would drop it beside a colour such as `text-ink`. */
const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['12', '13', '14', '16', '20', '24', '32'] }] } },
});

/** Joins class names; of two that contradict each other the later one wins. */
export const cn = (...values: ClassValue[]): string => merge(clsx(values));
