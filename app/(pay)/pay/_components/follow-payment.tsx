'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

interface FollowPaymentProps {
  paymentId: string;
  /** What this page shows; when the feed says another, the page is asked for again. */
  revision: string;
  /** Where to go on a change instead of showing this page afresh. */
  to?: string;
  offline: string;
}

const EVERY_MS = 1_000;
/** How long a new page may take. */
const PAGE_MS = 5_000;

/** Asks every second, in the background too, whether there is something new to say. The words always come from the server. */
export function FollowPayment({ paymentId, revision, to, offline }: FollowPaymentProps) {
  const router = useRouter();
  const [lostAt, setLostAt] = useState<string | null>(null);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const latest = await latestRevision(paymentId);
      if (over) return;
      setLostAt((before) => (latest === null ? (before ?? new Date().toTimeString().slice(0, 8)) : null));
      const changed = latest !== null && latest !== revision;
      if (changed && to) router.replace(to);
      else if (changed) router.refresh();
      // Should the new page get lost on its way, it is asked for once more.
      timer = setTimeout(() => void ask(), changed ? PAGE_MS : EVERY_MS);
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [paymentId, revision, to, router]);
  return (
    <p role="status" className="mt-4 text-14 text-ink-2 empty:hidden">
      {lostAt && offline.replace('{since}', lostAt)}
    </p>
  );
}

/** Null when nothing was heard. When the pass has run out, another revision than any: the page itself knows where to send the payer. */
async function latestRevision(paymentId: string): Promise<string | null> {
  try {
    const answer = await fetch(`/api/feeds/pay-status?payment=${paymentId}`);
    if (answer.status === 401) return 'signed-out';
    return answer.ok ? ((await answer.json()) as { revision: string }).revision : null;
  } catch {
    return null;
  }
}
