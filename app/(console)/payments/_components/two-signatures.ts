/** From which amount on a refund needs a second signature, found by asking the approval rules themselves rather than repeating them. */
import { previewSteps } from '@/lib/approvals';
import { exponentOf, type Currency, type MoneyWire } from '@/lib/kernel/money';

const MAJOR_MAX = 10_000_000_000n;

export function twoSignaturesFrom(currency: Currency): MoneyWire {
  const unit = 10n ** BigInt(exponentOf(currency));
  const wire = (minor: bigint): MoneyWire => ({ minor: minor.toString(), currency });
  let [low, high] = [0n, MAJOR_MAX * unit];
  // Bands only rise, so the border can be halved in on.
  while (low < high) {
    const middle = (low + high) / 2n;
    if (previewSteps('refund', wire(middle)).length > 1) high = middle;
    else low = middle + 1n;
  }
  return wire(low);
}
