import type { ReactNode } from 'react';
import { cn } from '../class-names';

export interface DescriptionItem {
  readonly term: ReactNode;
  readonly value: ReactNode;
}

/** Facts about one thing: term left, value right; under each other where it is narrow. */
export function DescriptionList({ items, className }: { items: readonly DescriptionItem[]; className?: string }) {
  return (
    <dl className={cn('@container divide-y divide-line', className)}>
      {items.map((item, index) => (
        <div key={index} className="grid gap-x-4 py-2 @sm:grid-cols-[minmax(8rem,30%)_1fr]">
          <dt className="text-13 text-ink-2">{item.term}</dt>
          <dd className="min-w-0">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
