'use client';

import { useQuery } from '@tanstack/react-query';
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

/** Asks every second whether there is something new to say. The words always come from the server. */
export function FollowPayment({ paymentId, revision, to, offline }: FollowPaymentProps) {
  const router = useRouter();
  const [lostAt, setLostAt] = useState<string | null>(null);
  const { data, isError } = useQuery({
    queryKey: ['pay-status', paymentId],
    queryFn: async (): Promise<{ revision: string }> => {
      const answer = await fetch(`/api/feeds/pay-status?payment=${paymentId}`);
      // The pass has run out: the page itself knows where to send the payer.
      if (answer.status === 401) return { revision: 'signed-out' };
      if (!answer.ok) throw new Error(String(answer.status));
      return (await answer.json()) as { revision: string };
    },
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: true,
    retry: false,
    networkMode: 'always',
    staleTime: 0,
    gcTime: 0,
  });
  const latest = data?.revision;
  useEffect(() => {
    if (latest === undefined || latest === revision) return;
    if (to) router.replace(to);
    else router.refresh();
  }, [latest, revision, to, router]);
  useEffect(() => setLostAt((before) => (isError ? (before ?? new Date().toTimeString().slice(0, 8)) : null)), [isError]);
  return (
    <p role="status" className="mt-4 text-14 text-ink-2 empty:hidden">
      {lostAt && offline.replace('{since}', lostAt)}
    </p>
  );
}
