/** Do one step of the start and show in a line what it came to and how long it took. */
export async function showStep<T>(
  name: string,
  step: () => Promise<{ readonly result: T; readonly said: string }>,
): Promise<T> {
  const startedAtMs = performance.now();
  const { result, said } = await step();
  const tookSeconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  process.stdout.write(`${name.padEnd(11)}${said} (${tookSeconds} s)\n`);
  return result;
}
