export { runFaults } from './command';
