/** A QR code as one SVG path in a square of `size` units, quiet zone of four included: the same drawing on screen and on paper. */
import QRCode from 'qrcode';

export interface QrPath {
  readonly size: number;
  readonly path: string;
}

const QUIET = 4;

/** @param text up to about 600 bytes; error correction M, as WeChat and Alipay print theirs */
export function qrPath(text: string): QrPath {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      let length = 0;
      while (x + length < modules.size && modules.get(y, x + length)) length++;
      if (length > 0) path += `M${x + QUIET} ${y + QUIET}h${length}v1h-${length}z`;
      x += length;
    }
  }
  return { size: modules.size + 2 * QUIET, path };
}
