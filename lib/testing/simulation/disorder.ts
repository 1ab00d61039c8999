/** How rough a seed is: some are calm in most things and wild in one, because rare faults hide behind frequent ones. */
import type { Disorder } from './banks';
import type { World } from './world';

const USUAL: Disorder = {
  declined: 0.05,
  notSent: 0.04,
  timeoutWithOrder: 0.06,
  timeoutWithoutOrder: 0.05,
  lateOrder: 0.04,
  queryFails: 0.2,
  closeUnclear: 0.15,
  callbackLost: 0.1,
  callbackTwice: 0.2,
  callbackLate: 0.1,
  strayCallback: 0.1,
  wrongAmount: 0.03,
  paidAfterClose: 0.15,
  crash: 0.008,
};

export function fillDisorder(world: World): Disorder {
  const names = Object.keys(USUAL) as (keyof Disorder)[];
  const wild = names[world.random.below(names.length)]!;
  const calm = world.chance(0.15);
  const drawn = Object.fromEntries(
    names.map((name) => {
      const usual = calm ? 0 : USUAL[name] * (0.5 + world.random.next());
      const rate = name === wild ? (name === 'crash' ? 0.03 : 0.5) : usual;
      return [name, rate];
    }),
  );
  return { ...USUAL, ...drawn };
}
