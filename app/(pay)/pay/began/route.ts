import { paymentBegun } from '@/lib/checkout';
import { beganQuery } from '@/lib/checkout/model';
import { payerIfAny } from '../payer';

/** For the desktop whose code was scanned: the payment that the phone began, if it did. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const [ctx, asked] = [await payerIfAny(), beganQuery.safeParse({ bill: searchParams.getAll('bill'), since: searchParams.get('since') })];
  if (!ctx || !asked.success) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
  return Response.json({ payment: await paymentBegun(ctx, asked.data.bill, asked.data.since) }, { headers: { 'cache-control': 'no-store' } });
}
