/** Loaded into every program that scripts/supervisor.ts starts: if the supervisor is killed, nobody is left behind. */
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // The channel alone is no reason to stay alive.
  process.channel.unref();
}
