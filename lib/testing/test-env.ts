/** The environment of every test: fixed, so that a developer's own settings neither help nor hurt. */
Object.assign(process.env, {
  BAFANG_ENV: 'test',
  BAFANG_MASTER_KEY: '6261'.repeat(16),
  PUBLIC_URL: 'http://127.0.0.1:3000',
  LOG_LEVEL: 'error',
});
