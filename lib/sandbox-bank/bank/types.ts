/** The nouns of the sandbox bank, the same for every channel: a merchant, an order, a refund, a callback on its way. */
export const CHANNELS = ['wechat', 'alipay', 'unionpay', 'ccb', 'cmb', 'icbc', 'abc', 'bocom', 'qra', 'boc', 'spdb', 'psbc', 'wallet'] as const;
export type Channel = (typeof CHANNELS)[number];
export const isChannel = (text: string): text is Channel => (CHANNELS as readonly string[]).includes(text);

export interface Merchant {
  readonly id: number;
  readonly channel: Channel;
  readonly merchantNo: string;
  readonly merchantName: string;
  readonly notifyUrl: string;
  /** What the platform is given; the adapters' schemas name these fields. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** What only the bank keeps: the merchant's public key, for CCB the POS private key. */
  readonly keeps: Readonly<Record<string, string>>;
}

export type OrderStatus = 'pending' | 'paid' | 'closed' | 'failed';

/** Amounts are fen as decimal text; moments are milliseconds of bank time. */
export interface Order {
  readonly id: number;
  readonly channel: Channel;
  readonly merchantNo: string;
  readonly orderNo: string;
  /** UnionPay names an order by (orderId, txnTime); empty elsewhere. */
  readonly txnTime: string;
  /** Unguessable name of the order in payer page addresses and WeChat code_url. */
  readonly token: string;
  readonly tradeNo: string;
  readonly amount: string;
  readonly subject: string;
  readonly status: OrderStatus;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly paidAt: number | null;
  readonly closedAt: number | null;
  readonly failCode: string | null;
  /** Until then the bank itself answers "unclear" about an order it has already debited. */
  readonly unclearUntil: number | null;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  /** The merchant's request as parsed, JSON: what "same parameters" compares and what callbacks echo. */
  readonly request: string;
}

export type RefundStatus = 'processing' | 'succeeded' | 'failed';

export interface Refund {
  readonly id: number;
  readonly orderId: number;
  readonly channel: Channel;
  readonly merchantNo: string;
  readonly refundNo: string;
  readonly txnTime: string;
  readonly tradeNo: string;
  readonly amount: string;
  readonly status: RefundStatus;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** Whether the bank will fail it later although it accepted it. */
  readonly doomed: number;
  readonly notifyUrl: string;
  readonly request: string;
}

export type CallbackVariant =
  | 'genuine' | 'forged' | 'wrong-amount' | 'wrong-currency' | 'altered' | 'other-merchant' | 'replayed' | 'signtest' | 'wrong-serial' | 'crlf-changed'
  | 'expired-certificate' | 'foreign-certificate' | 'sm2-raw' | 'sm2-user-id' | 'sm4-mode' | 'sign-type-signed';
export type DeliveryState = 'waiting' | 'acknowledged' | 'given-up' | 'lost' | 'one-shot-done';

export interface Delivery {
  readonly id: number;
  readonly channel: Channel;
  readonly merchantNo: string;
  readonly orderNo: string;
  readonly refundNo: string | null;
  readonly kind: 'pay' | 'refund';
  readonly variant: CallbackVariant;
  readonly url: string;
  /** The channel's own fields, JSON; signed anew at every try because timestamps must be fresh. */
  readonly content: string;
  readonly copies: number;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly nextAt: number | null;
  readonly createdAt: number;
}

export interface DeliveryAttempt {
  readonly deliveryId: number;
  readonly tryNo: number;
  readonly copyNo: number;
  readonly at: number;
  readonly status: number | null;
  readonly answer: string;
  readonly acknowledged: number;
  readonly durationMs: number;
}

export const OPERATIONS = ['create', 'pay', 'query', 'close', 'refund', 'refund-query', 'statement', 'callback'] as const;
export type Operation = (typeof OPERATIONS)[number];
