import { describe, expect, it } from 'vitest';
import { can, defineMachine, diagram, eventsFrom, step } from './machine';

const door = defineMachine({
  noun: 'door', initial: 'shut', states: ['shut', 'ajar', 'gone'],
  transitions: [{ on: 'open', from: ['shut'], to: 'ajar' }, { on: 'shut', from: ['ajar'], to: 'shut' }, { on: 'remove', from: ['shut', 'ajar'], to: 'gone' }],
});

describe('a machine', () => {
  it('takes exactly the steps its table lists: the full matrix', () => {
    const legal = new Map(door.transitions.flatMap((t) => t.from.map((from) => [`${from} ${t.on}`, t.to] as const)));
    for (const state of door.states) for (const event of door.events) {
      const result = step(door, state, event);
      expect(result.ok ? result.value : null).toBe(legal.get(`${state} ${event}`) ?? null);
      expect(can(door, state, event)).toBe(result.ok);
    }
  });

  it('knows where the road ends', () => {
    expect([...door.terminal]).toEqual(['gone']);
    expect(eventsFrom(door, 'ajar')).toEqual(['shut', 'remove']);
  });

  it('refuses a table in which one event leaves one state twice', () => {
    expect(() => defineMachine({ noun: 'x', initial: 'a', states: ['a', 'b'], transitions: [{ on: 'go', from: ['a'], to: 'b' }, { on: 'go', from: ['a'], to: 'a' }] })).toThrow(/twice/);
  });

  it('draws itself', () => {
    expect(diagram(door)).toContain('shut --> ajar: open');
  });
});
