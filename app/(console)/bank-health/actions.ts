'use server';

import { consoleAction } from '@/lib/edge';
import { acknowledgeAlarm, holdRoute, liftHold, proposeRouting, setMaintenance } from '@/lib/routing';
import { acknowledgeSchema, holdRouteSchema, liftHoldSchema, maintenanceSchema, proposeRoutingSchema } from '@/lib/routing/model';

const revalidate = () => ['/bank-health'];
export const proposeRoutingAction = consoleAction(proposeRoutingSchema, proposeRouting, { action: 'routing.propose', revalidate });
export const setMaintenanceAction = consoleAction(maintenanceSchema, setMaintenance, { action: 'routing.set-maintenance', revalidate });
export const acknowledgeAlarmAction = consoleAction(acknowledgeSchema, acknowledgeAlarm, { action: 'alarm.acknowledge', revalidate });
export const holdRouteAction = consoleAction(holdRouteSchema, holdRoute, { action: 'routing.hold', revalidate });
export const liftHoldAction = consoleAction(liftHoldSchema, liftHold, { action: 'routing.lift-hold', revalidate });
