/** Every state machine of the product, found by looking into each module's machine.ts. */
import { existsSync } from 'node:fs';
import { diagram, type Machine } from '@/lib/kernel/machine';
import { modules } from '@/lib/module-map';
import { fence, table } from './markdown';

type AnyMachine = Machine<string, string>;

export async function machineSections(): Promise<Record<string, string>> {
  const found = (await Promise.all(Object.keys(modules).filter((name) => name !== 'kernel').map(machinesOf))).flat();
  const sections = found.map(({ machine }) => [`machine:${machine.noun}`, picture(machine)] as const);
  return { ...Object.fromEntries(sections), machines: found.map(chapter).join('\n\n') };
}

interface Found {
  readonly module: string;
  readonly machine: AnyMachine;
}

async function machinesOf(module: string): Promise<Found[]> {
  const path = `lib/${module}/machine.ts`;
  if (!existsSync(path)) return [];
  const door: Record<string, unknown> = await import(`@/${path}`);
  return Object.values(door).filter(isMachine).map((machine) => ({ module, machine }));
}

const isMachine = (value: unknown): value is AnyMachine =>
  typeof value === 'object' && value !== null && 'noun' in value && 'transitions' in value && 'terminal' in value;

const picture = (machine: AnyMachine): string => fence('mermaid', diagram(machine));

/** A column per event: what the full-matrix test walks through. */
function chapter({ module, machine }: Found): string {
  const rows = machine.states.map((state) => [
    machine.terminal.has(state) ? `${state} (end)` : state,
    ...machine.events.map((event) => machine.transitions.find((t) => t.on === event && t.from.includes(state))?.to ?? ''),
  ]);
  return [`## ${machine.noun}`, `Owner: [${module}](../lib/${module}/README.md). An empty cell is an illegal step.`, picture(machine),
    table(['from', ...machine.events], rows)].join('\n\n');
}
