export { runSimulation, runSeed, type SimulationOptions, type SimulationReport, type Violation } from './run';
export { runSimulate } from './command';
