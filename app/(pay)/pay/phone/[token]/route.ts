import { readPhoneCode } from '@/lib/checkout';
import { billIdsSchema } from '@/lib/checkout/model';
import { systemClock } from '@/lib/platform/clock';
import { setPass } from '../../payer';

/** The code a desktop showed, scanned: this phone goes on as the same payer, with the same bills. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const scope = readPhoneCode((await params).token, systemClock.now());
  const bills = billIdsSchema.safeParse(new URL(request.url).searchParams.getAll('bill'));
  if (scope) await setPass(scope);
  const way = bills.success ? `/pay/method?${new URLSearchParams(bills.data.map((id) => ['bill', id])).toString()}` : '/pay';
  return new Response(null, { status: 303, headers: { location: scope ? way : '/find?lost=1', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
}
