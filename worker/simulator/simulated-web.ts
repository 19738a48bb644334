import * as z from "zod";
import type { Web } from "../links/probe-target.ts";

/** Body of `POST /bench/targets`: how an address answers from now on. */
export const ScriptedTarget = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  status: z.union([z.int().min(200).max(599), z.enum(["no-host", "refused", "timeout"])]),
  /** Of a redirect. */
  location: z.string().max(2048).optional(),
});
export type ScriptedTarget = z.output<typeof ScriptedTarget>;

// Locally one isolate runs everything, objects too.
const scripted = new Map<string, ScriptedTarget>();

export function scriptTarget(target: ScriptedTarget): void {
  scripted.set(new URL(target.url).href, target);
}

export function emptyWeb(): void {
  scripted.clear();
}

/** What stands for the shops' pages on one's own machine: each answers 200 unless it was told otherwise. */
export const simulatedWeb: Web = async (url, { signal }) => {
  const target = scripted.get(new URL(url).href);
  if (target === undefined) return new Response(null, { status: 200 });
  const { status, location } = target;
  if (status === "timeout") {
    await new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(new Error("timed out"))));
  }
  if (typeof status === "string") throw new Error(status);
  return new Response(null, { status, headers: location === undefined ? {} : { Location: location } });
};
