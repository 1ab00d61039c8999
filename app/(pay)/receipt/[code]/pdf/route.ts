import { getLocale } from 'next-intl/server';
import { receiptPage, renderReceipt } from '@/lib/checkout';

/** The receipt as a PDF in the reader's language; `?download=1` saves it instead of showing it. */
export async function GET(request: Request, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
  const receipt = await receiptPage((await params).code);
  if (!receipt) return new Response(null, { status: 404 });
  const body = await renderReceipt(receipt, await getLocale());
  if (!body) return new Response(null, { status: 503, headers: { 'retry-after': '5', 'cache-control': 'no-store' } });
  const disposition = new URL(request.url).searchParams.has('download') ? 'attachment' : 'inline';
  const headers = {
    'content-type': 'application/pdf',
    'content-disposition': `${disposition}; filename="receipt-${receipt.number}.pdf"`,
    'cache-control': 'private, no-store',
  };
  return new Response(body, { headers });
}
