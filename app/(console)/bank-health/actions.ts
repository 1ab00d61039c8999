'use server';

import { consoleAction } from '@/lib/edge';
import { acknowledgeAlarm, proposeRouting, setMaintenance } from '@/lib/routing';
import { acknowledgeSchema, maintenanceSchema, proposeRoutingSchema } from '@/lib/routing/model';

const revalidate = () => ['/bank-health'];
export const proposeRoutingAction = consoleAction(proposeRoutingSchema, proposeRouting, { action: 'routing.propose', revalidate });
export const setMaintenanceAction = consoleAction(maintenanceSchema, setMaintenance, { action: 'routing.set-maintenance', revalidate });
export const acknowledgeAlarmAction = consoleAction(acknowledgeSchema, acknowledgeAlarm, { action: 'alarm.acknowledge', revalidate });
