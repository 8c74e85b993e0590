const LOOK_EVERY_MS = 500;

/**
 * Calls back once the process that started this one is gone. `npm start` runs us under a shell: the signals that npm
 * passes on end the shell, which tells nobody.
 * @param parentPid how the parent is asked for; tests have one of their own
 * @returns what ends the watch, which keeps no process alive
 */
export function onceOrphaned(callback: () => void, parentPid = () => process.ppid): () => void {
  const parent = parentPid();
  const timer = setInterval(() => {
    if (parentPid() === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
