/** Every endpoint of the fast lane. A module's own list is added here and nowhere else. */
import { checkoutEndpoints } from './checkout-endpoints';
import { consoleApiEndpoints } from './console-api';
import { healthEndpoint } from './health';
import type { HotEndpoint } from './hot-endpoints';
import { notifyEndpoints } from './notify-endpoint';

export const hotEndpoints: readonly HotEndpoint[] = [healthEndpoint, ...notifyEndpoints, ...checkoutEndpoints, ...consoleApiEndpoints];
export { matcher, serve } from './hot-lane';
export { isPayerPage, sendLean } from './lean-page';
export { commonHeaders, DATA_POLICY, pagePolicy, PUBLIC_BANK_ORIGINS, type SecuritySettings } from './security-headers';
