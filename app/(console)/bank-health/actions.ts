'use server';

import { consoleAction } from '@/lib/edge';
import { acknowledgeAlarm, saveRouting, setMaintenance } from '@/lib/routing';
import { acknowledgeSchema, maintenanceSchema, routingDocumentSchema } from '@/lib/routing/model';

const revalidate = () => ['/bank-health'];
export const saveRoutingAction = consoleAction(routingDocumentSchema, saveRouting, { action: 'routing.save', revalidate });
export const setMaintenanceAction = consoleAction(maintenanceSchema, setMaintenance, { action: 'routing.set-maintenance', revalidate });
export const acknowledgeAlarmAction = consoleAction(acknowledgeSchema, acknowledgeAlarm, { action: 'alarm.acknowledge', revalidate });
