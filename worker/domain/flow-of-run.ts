/** The flow of a run by its id (domain/entries.ts); "message" for a single text, '' for no text at all. */
export function flowOfRun(run: string | undefined): string {
  if (run === undefined) return "";
  const end = run.indexOf(":");
  return end === -1 ? "message" : run.slice(0, end);
}
