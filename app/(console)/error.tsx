'use client';

import { ErrorPage } from '@/components/error-page';

/** A desk that fails leaves the frame standing: the other desks can still be reached. */
export default function ConsoleError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorPage {...props} />;
}
