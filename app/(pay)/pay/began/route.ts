import { heldPayment } from '@/lib/checkout';
import { billIdsSchema } from '@/lib/checkout/model';
import { payerIfAny } from '../payer';

/** For the desktop whose code was scanned: the payment that the phone began, if it did. */
export async function GET(request: Request): Promise<Response> {
  const [ctx, bills] = [await payerIfAny(), billIdsSchema.safeParse(new URL(request.url).searchParams.getAll('bill'))];
  if (!ctx || !bills.success) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
  return Response.json({ payment: await heldPayment(ctx, bills.data) }, { headers: { 'cache-control': 'no-store' } });
}
