import { paymentIdSchema } from '@/lib/checkout/model';

/**
 * Where banks send the browser afterwards. Arriving here proves nothing. Some banks post across sites, and then the payer's cookie stays
 * behind: this page comes from us, so going on from here to the outcome carries it.
 */
async function onwards(_request: Request, { params }: { params: Promise<{ paymentId: string }> }): Promise<Response> {
  const parsed = paymentIdSchema.safeParse((await params).paymentId);
  const to = parsed.success ? `/pay/outcome/${parsed.data}` : '/pay';
  const page =
    `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>八方 · Bafang</title>` +
    `<meta http-equiv="refresh" content="0;url=${to}"></head><body><p><a href="${to}">继续 · Continue</a></p></body></html>`;
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}

export { onwards as GET, onwards as POST };
