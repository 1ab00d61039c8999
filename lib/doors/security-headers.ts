/** What every answer tells the browser about trust. Pages get a policy with a nonce of their own; everything else may run nothing at all. */
export interface SecuritySettings {
  /** Our own address; https switches transport security on. */
  readonly publicUrl: string;
  /** Addresses of banks that a payer's form may be sent to. */
  readonly bankOrigins: readonly string[];
  readonly dev: boolean;
}

/** The banks' own pages, where UnionPay, Alipay, CCB and BOC take a posted form. The sandbox bank takes their place outside production. */
export const PUBLIC_BANK_ORIGINS = [
  'https://gateway.95516.com', 'https://openapi.alipay.com', 'https://ibsbjstar.ccb.com.cn', 'https://ebspay.boc.cn',
] as const;

export function commonHeaders({ publicUrl }: SecuritySettings): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  };
}

/** For answers that are data: nothing in them may ever run, even if somebody opens them in a tab. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** @param nonce fresh for each page; Next reads it from the request's copy of this header and puts it on its own scripts */
export function pagePolicy(nonce: string, { publicUrl, bankOrigins, dev }: SecuritySettings): string {
  const directives = [
    "default-src 'self'",
    // React's development build evaluates strings to rebuild stack traces; the built one does not.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    // Charts and popovers position themselves by style attributes in server-rendered HTML, which no nonce can cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    // The payer's last list, readable offline (public/pay-offline.js).
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ['form-action', "'self'", ...bankOrigins].join(' '),
    ...(publicUrl.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ];
  return directives.join('; ');
}
