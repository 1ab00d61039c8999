interface FollowPaymentProps {
  paymentId: string;
  /** What this page shows; when the feed says another, the page is asked for again. */
  revision: string;
  /** Where to go on a change instead of showing this page afresh. */
  to?: string;
  /** Said while nothing is heard; holds `{since}`. */
  offline: string;
}

/** Where `public/pay.js` asks every second whether there is something new to say. The words always come from the server. */
export function FollowPayment({ paymentId, revision, to, offline }: FollowPaymentProps) {
  return (
    <p role="status" className="mt-4 text-14 text-ink-2 empty:hidden" data-follow-payment={paymentId} data-revision={revision} data-to={to} data-offline={offline} />
  );
}
