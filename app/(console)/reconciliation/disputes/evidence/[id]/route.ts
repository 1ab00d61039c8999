import { notFound } from 'next/navigation';
import { consoleCtx } from '@/lib/edge';
import { readDisputeEvidence } from '@/lib/disputes';

/** One document of an answer, handed over as a file and never opened in our own place. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const ctx = await consoleCtx('reconciliation.read');
  const file = await readDisputeEvidence(ctx, (await params).id);
  if (!file) notFound();
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': 'application/octet-stream', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  });
}
