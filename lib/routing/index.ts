/** Server door of routing. */
export { decideRoute, claimTrial } from './decide-route';
export type { ObservedCall } from './observe-call';
export { channelSnapshots } from './health';
export { rankChannels, planOf, methodsServed, type RouteRequest, type ChannelSnapshot } from './rank';
export { probeChannels } from './probe-channels';
export { healthDesk, previewShares } from './queries';
export { saveRouting } from './commands/save-routing';
export { setMaintenance } from './commands/set-maintenance';
export { acknowledgeAlarm } from './commands/acknowledge-alarm';
export { publishChannelStates } from './publish-states';
export { askBank, type BankContract } from './ask-bank';
