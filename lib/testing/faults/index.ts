export { runFaults } from './command';
export { runAgree } from './agree';
export { clickAtOwnPlace } from './own-clicks';
