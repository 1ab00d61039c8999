'use client';

import { useEffect, useRef } from 'react';

const EVERY_MS = 2_000;

/** While the code is in sight, asks whether the phone has begun to pay, and goes to that payment then. */
export function FollowPhone({ query }: { query: string }) {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const ask = async (): Promise<void> => {
      if (!mark.current?.closest('details')?.open) return;
      const answer = await fetch(`/pay/began?${query}`).catch(() => null);
      const { payment } = answer?.ok ? ((await answer.json()) as { payment: string | null }) : { payment: null };
      if (payment) window.location.replace(`/pay/outcome/${payment}`);
    };
    const timer = setInterval(() => void ask(), EVERY_MS);
    return () => clearInterval(timer);
  }, [query]);
  return <span ref={mark} hidden />;
}
