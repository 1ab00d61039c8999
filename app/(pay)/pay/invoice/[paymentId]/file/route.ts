import { invoiceDocument } from '@/lib/invoices';
import { payerIfAny } from '../../../payer';

/** The invoice's document, for the payer it belongs to; to everybody else it is not there. */
export async function GET(request: Request, { params }: { params: Promise<{ paymentId: string }> }): Promise<Response> {
  const [ctx, { paymentId }] = await Promise.all([payerIfAny(), params]);
  const found = ctx && (await invoiceDocument(ctx, new URL(request.url).searchParams.get('of') ?? ''));
  if (!found) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
  if (found === 'unavailable') {
    return new Response(null, { status: 303, headers: { location: `/pay/invoice/${encodeURIComponent(paymentId)}?unavailable=1`, 'cache-control': 'no-store' } });
  }
  const headers = { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${found.name}"`, 'cache-control': 'private, no-store' };
  return new Response(found.bytes, { headers });
}
