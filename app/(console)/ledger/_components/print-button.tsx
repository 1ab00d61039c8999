'use client';

import { Button } from '@/components/ui/button';

export function PrintButton({ words }: { words: string }) {
  return <span data-print="hide"><Button shortcut="p" onClick={() => window.print()}>{words}</Button></span>;
}
