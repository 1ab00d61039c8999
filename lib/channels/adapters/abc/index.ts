/** Agricultural Bank of China, TrustPay V3.0.0. Every fact with its source: README.md. */
import type { ChannelAdapter } from '../../port';
import { TIMEOUT_MS, timed } from '../transport';
import { fetchBill } from './bill';
import { abcCapabilities } from './capabilities';
import { abcConfig, abcSecrets, type AbcConfig, type AbcSecrets } from './config';
import { ack, verifyNotify } from './notify';
import { createOrder, queryOrder } from './orders';
import { queryRefund, refundOrder } from './refunds';
import { statementReader } from './statement';

/** A number no order has: asking for it proves reachability, our key and theirs, and changes nothing. */
const PROBE_ORDER = 'BAFANGPROBE0000';

export const abcAdapter: ChannelAdapter<AbcConfig, AbcSecrets> = {
  capabilities: abcCapabilities,
  configSchema: abcConfig,
  secretsSchema: abcSecrets,
  statementReader,
  create: createOrder,
  verifyNotify,
  ack,
  query: queryOrder,
  close: () => Promise.resolve({ certainty: 'unsupported' }),
  refund: refundOrder,
  queryRefund,
  fetchStatement: fetchBill,
  probe: (account, call) => timed(call, async () => {
    const fact = await queryOrder(account, { orderNo: PROBE_ORDER }, call, TIMEOUT_MS.probe);
    return { healthy: fact.state !== 'unknown', code: fact.state === 'unknown' ? fact.code : 'ok' };
  }),
};
