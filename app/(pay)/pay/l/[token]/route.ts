import { resolvePayer } from '@/lib/checkout';
import { setPass } from '../../payer';

/** A signed link: exchanged for the browser's pass at once, so that the token does not stay in the address bar. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const scope = await resolvePayer((await params).token);
  if (scope) await setPass(scope);
  const headers = { location: scope ? '/pay' : '/find?lost=1', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
  return new Response(null, { status: 303, headers });
}
