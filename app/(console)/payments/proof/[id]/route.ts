import { notFound } from 'next/navigation';
import { consoleCtx } from '@/lib/edge';
import { readProof } from '@/lib/payments';

/** One paper, saved or opened in a viewer of its own and nothing else. */
export async function GET(_request: Request, { params }: RouteContext<'/payments/proof/[id]'>): Promise<Response> {
  const ctx = await consoleCtx('payment.read');
  const file = await readProof(ctx, (await params).id.slice(0, 40));
  if (!file) notFound();
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': file.mediaType, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  });
}
