/** Server door: what banks told us and was stored, acted upon. */
export { processLeftovers, queueInbox } from './act-on-inbox';
