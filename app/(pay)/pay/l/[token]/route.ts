import { openLink, enterByLink, type PayerScope } from '@/lib/checkout';
import { setPass } from '../../payer';

interface Asked {
  readonly params: Promise<{ token: string }>;
}

/** A signed link: exchanged for the browser's pass at once, so that the token does not stay in the address bar. One that opens once asks first. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { token } = await params;
  const found = await openLink(token);
  return found === 'ask' ? onward(`/pay/open/${encodeURIComponent(token)}`) : enter(found === 'nothing' ? null : found);
}

/** The press on that page. */
export async function POST(_request: Request, { params }: Asked): Promise<Response> {
  return enter(await enterByLink((await params).token));
}

async function enter(scope: PayerScope | null): Promise<Response> {
  if (scope) await setPass(scope);
  return onward(scope ? '/pay' : '/find?lost=1');
}

const onward = (location: string): Response => new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } });
