import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';

/** One of the four layers. */
export function Column({
  title,
  sentence,
  actions,
  children,
}: {
  title: string;
  sentence: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card title={title} sentence={sentence} actions={actions} className="self-start">
      <div className="grid gap-3">{children}</div>
    </Card>
  );
}
