import { notFound } from 'next/navigation';
import { consoleCtx } from '@/lib/edge';
import { readRefundEvidence } from '@/lib/refunds';

/** One document, opened in the browser's own viewer and nothing else. */
export async function GET(_request: Request, { params }: RouteContext<'/refunds/evidence/[id]'>): Promise<Response> {
  const ctx = await consoleCtx('refund.read');
  const file = await readRefundEvidence(ctx, (await params).id.slice(0, 40));
  if (!file) notFound();
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': file.mediaType, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  });
}
