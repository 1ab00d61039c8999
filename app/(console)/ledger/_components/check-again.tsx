'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '@/components/ui/button';

/** Runs every check anew: the page is never cached, so reading it again is checking again. */
export function CheckAgain({ words }: { words: string }) {
  const router = useRouter();
  const [busy, start] = useTransition();
  return <Button variant="primary" shortcut="r" pending={busy} onClick={() => start(() => router.refresh())}>{words}</Button>;
}
