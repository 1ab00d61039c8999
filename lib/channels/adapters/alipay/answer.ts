/** What Alipay said, whichever interface it was asked through. */
import type { NotSent, Unclear } from '../../port';

export interface AlipayAnswer {
  readonly kind: 'answer';
  /** Gateway code; 10000 is the only success. */
  readonly code: string;
  readonly subCode: string;
  readonly message: string;
  readonly node: unknown;
}
export type AlipayReply = AlipayAnswer | { readonly kind: 'lost'; readonly outcome: NotSent | Unclear };
