/** Run the job at the start of every minute, as Cloudflare's cron does; a minute is left out while the job still runs. */
export function everyMinute(job: () => Promise<void>): void {
  let isRunning = false;
  const tick = async () => {
    schedule();
    if (isRunning) return;
    isRunning = true;
    try {
      await job();
    } catch (error) {
      process.stderr.write(`cron: ${error instanceof Error ? error.message : String(error)}\n`);
    } finally {
      isRunning = false;
    }
  };
  const schedule = () => setTimeout(() => void tick(), 60_000 - (Date.now() % 60_000));
  schedule();
}
