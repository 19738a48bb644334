import { afterEach, expect, it, vi } from "vitest";
import { logError } from "../../worker/log.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

function lineOf(error: unknown): string {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  logError("failed", { merchantId: "m_1", messageId: undefined }, error);
  return String(logged.mock.calls[0]?.[0]);
}

function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

it("the log names what failed, with every cause and the ids", () => {
  const line = JSON.parse(lineOf(new Error("no answer", { cause: new TypeError("socket closed") })));
  expect(line).toMatchObject({ level: "error", event: "failed", merchantId: "m_1" });
  expect(line.causes.map((cause: { name: string; message: string }) => [cause.name, cause.message])).toEqual([
    ["Error", "no answer"],
    ["TypeError", "socket closed"],
  ]);
});

it.each([
  ["a number", new Error("cannot reach +1 (202) 555-0123 now"), /555|0123/],
  ["what was quoted", new Error("no such name: 'Zoë Smith'"), /Smith/],
  ["a body that was no JSON", parseError("Hi Alexandra, your order"), /Alex/],
  ["a thrown text", "Hi Alexandra", /Alex/],
])("the log does not hold %s", (_, error, personal) => {
  expect(lineOf(error)).not.toMatch(personal);
});

it("causes that lead back to themselves end", () => {
  const error = new Error("again");
  error.cause = error;
  expect(JSON.parse(lineOf(error)).causes).toHaveLength(5);
});
