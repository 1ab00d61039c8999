/** An amount has one account: the closest that names it. */
import { expect, it } from 'vitest';
import { accountOf } from './account-of';

const own = { id: 'own', parentId: null, channel: 'cmb', collects: [] };
const plan = { id: 'plan', parentId: 'own', channel: null, collects: [{ planId: 'p1', itemCode: '' }] };
const meals = { id: 'meals', parentId: 'own', channel: null, collects: [{ planId: 'p1', itemCode: 'meals' }] };
const all = [own, plan, meals];

it('goes to the item’s sub-account, else the plan’s, else the channel’s own, else to none', () => {
  expect(accountOf(all, { channel: 'cmb', planId: 'p1', itemCode: 'meals' })).toBe('meals');
  expect(accountOf(all, { channel: 'cmb', planId: 'p1', itemCode: 'bus' })).toBe('plan');
  expect(accountOf(all, { channel: 'cmb', planId: 'p2', itemCode: 'meals' })).toBe('own');
  expect(accountOf(all, { channel: 'icbc', planId: 'p1', itemCode: 'meals' })).toBeNull();
});
