/** Server door of routing. */
export { claimTrial, decideRoute, needsTrial } from './decide-route';
export { reserveWay, settleReservations } from './limits';
export { paymentFacts, type PaymentFacts } from './payment-facts';
export type { ObservedCall } from './observe-call';
export { channelSnapshots } from './health';
export { hashToUnit, planOf, rankChannels } from './rank';
export { patienceMsOf } from './in-flight';
export { VirtualRouter } from './virtual-router';
export type { ChannelSnapshot, RouteRequest } from './snapshot';
export { methodsServed } from './eligibility';
export { probeChannels } from './probe-channels';
export { healthDesk, previewShares } from './queries';
export { saveRouting } from './commands/save-routing';
export { setMaintenance } from './commands/set-maintenance';
export { acknowledgeAlarm } from './commands/acknowledge-alarm';
export { publishChannelStates } from './publish-states';
export { askBank, patientNet, type BankContract } from './ask-bank';
