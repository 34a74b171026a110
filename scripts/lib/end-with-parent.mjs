/** Loaded into a program by `runAttached`: asks it to end when the process that started it is gone. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel is there to be missed, not to keep the program running.
process.channel?.unref();
