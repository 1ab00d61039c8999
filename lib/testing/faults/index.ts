export { runFaults } from './command';
export { runAgree } from './agree';
