/** SPD Bank, open API: signed JSON, code to scan. Every fact with its source: README.md. */
import type { ChannelAdapter } from '../../port';
import { TIMEOUT_MS, timed } from '../transport';
import { fetchBill } from './bill';
import { spdbCapabilities } from './capabilities';
import { spdbConfig, spdbSecrets, type SpdbConfig, type SpdbSecrets } from './config';
import { ack, verifyNotify } from './notify';
import { closeOrder, createOrder, queryOrder } from './orders';
import { queryRefund, refundOrder } from './refunds';
import { statementReader } from './statement';

/** A number no order has: asking for it proves reachability, our key and theirs, and changes nothing. */
const PROBE_ORDER = 'BAFANGPROBE0000';

export const spdbAdapter: ChannelAdapter<SpdbConfig, SpdbSecrets> = {
  capabilities: spdbCapabilities,
  configSchema: spdbConfig,
  secretsSchema: spdbSecrets,
  statementReader,
  create: createOrder,
  verifyNotify,
  ack,
  query: queryOrder,
  close: closeOrder,
  refund: refundOrder,
  queryRefund,
  fetchStatement: fetchBill,
  probe: (account, call) => timed(call, async () => {
    const fact = await queryOrder(account, { orderNo: PROBE_ORDER }, call, TIMEOUT_MS.probe);
    return { healthy: fact.state !== 'unknown', code: fact.state === 'unknown' ? fact.code : 'ok' };
  }),
};
