import { expect, test } from 'vitest';
import { CHANNEL_WEIGHT_DEFAULT, feePlanSchema, ROUTABLE_CHANNELS, weightsFrom } from '@/lib/bill-items/model';
import { CAPABILITIES, CHANNELS } from '@/lib/channels/model';

test('a fee plan can weigh every channel there is, each under the method it serves', () => {
  expect(ROUTABLE_CHANNELS).toEqual(Object.fromEntries(CHANNELS.map((channel) => [channel, CAPABILITIES[channel].method])));
});

test('a plan stored when there were four channels still reads, and the ones that came later have the default', () => {
  const { routing } = feePlanSchema.pick({ routing: true }).parse({ routing: { weights: { wechat: 15, alipay: 15, unionpay: 30, ccb: 0 }, minChannels: 3 } });
  expect(routing.weights).toMatchObject({ wechat: 15, ccb: 0, icbc: CHANNEL_WEIGHT_DEFAULT, wallet: CHANNEL_WEIGHT_DEFAULT });
  expect(Object.keys(weightsFrom({})).sort()).toEqual([...CHANNELS].sort());
});
