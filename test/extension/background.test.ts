import { afterEach, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

it("the stored key is closed to content scripts when the extension and when the browser starts", async () => {
  const levels: string[] = [];
  const startListeners: (() => void)[] = [];
  vi.stubGlobal("chrome", {
    storage: {
      local: { setAccessLevel: async ({ accessLevel }: { accessLevel: string }) => levels.push(accessLevel) },
    },
    runtime: { onStartup: { addListener: (listener: () => void) => startListeners.push(listener) } },
  });
  await import("../../extension/background.ts");
  expect(levels).toEqual(["TRUSTED_CONTEXTS"]);
  for (const listener of startListeners) listener();
  expect(levels).toEqual(["TRUSTED_CONTEXTS", "TRUSTED_CONTEXTS"]);
});
