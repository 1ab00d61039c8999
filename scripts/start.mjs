/** `npm start` and `npm run dev`: from a fresh clone to a running Bafang. */
import { runTypeScript } from './setup.mjs';

await runTypeScript('scripts/start.ts', process.argv.slice(2));
