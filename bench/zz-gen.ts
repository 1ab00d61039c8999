import { writeFiles } from './recon-truth';
console.log(await writeFiles('/tmp/prof/statement.csv', '/tmp/prof/raw.tsv', 1_000_000));
