import { useTranslations } from 'next-intl';
import { WideLink } from '@/components/ui/plain-link';
import { PlainTime } from '@/components/plain-time';
import { qrPath } from '@/lib/checkout';
import { env } from '@/lib/platform/env';

/** A code for the payer's phone; this page follows by itself. On a phone the code cannot be scanned by itself, so saving it is said too. */
export function QrCode({
  text,
  amount,
  channel,
  expiresAt,
  zone,
}: {
  text: string;
  amount: string;
  channel: string;
  expiresAt: string;
  zone: string;
}) {
  const t = useTranslations('pay.qr');
  const { size, path } = qrPath(text);
  const { SANDBOX_BANK_URL, BAFANG_ENV } = env();
  const phone =
    BAFANG_ENV !== 'production' && SANDBOX_BANK_URL ? `${SANDBOX_BANK_URL}/scan?code_url=${encodeURIComponent(text)}` : null;
  return (
    <div className="grid justify-items-center gap-4 rounded-md border border-line bg-surface p-4 text-center">
      {/* Black on white in every theme: cameras want it so. */}
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={t('alt', { amount, channel })}
        className="w-full max-w-64 rounded-sm"
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <p className="font-medium">{t('scan', { channel, amount })}</p>
      <p className="text-14 text-ink-2">{t('follows')}</p>
      <p className="text-14 text-ink-2">
        {t('until')} <PlainTime at={expiresAt} zone={zone} show="time" />
      </p>
      {phone && (
        <WideLink href={phone} target="_blank" rel="noopener">
          {t('sandboxPhone')}
        </WideLink>
      )}
    </div>
  );
}
