'use client';

import { ErrorPage } from '@/components/error-page';

export default function PayError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorPage {...props} />;
}
