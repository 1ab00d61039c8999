import { notFound } from 'next/navigation';
import { consoleCtx } from '@/lib/edge';
import { readCaseEvidence } from '@/lib/reconciliation';

/** One document of a case's history, handed over as a file and never opened in our own place. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const ctx = await consoleCtx('reconciliation.read');
  const file = await readCaseEvidence(ctx, (await params).id);
  if (!file) notFound();
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': 'application/octet-stream', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  });
}
