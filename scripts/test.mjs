/** `npm test`: everything the tests need, then all of them. `static`, `unit` or `e2e` as argument runs one part. */
import { runTypeScript } from './setup.mjs';

await runTypeScript('scripts/test.ts', process.argv.slice(2));
