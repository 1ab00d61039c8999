'use client';

import { PlainError } from '@/components/plain-error';

export default function PayError(props: { error: Error & { digest?: string }; retry: () => void }) {
  return <PlainError {...props} />;
}
