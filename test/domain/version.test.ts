import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { version } from "../../shared/version.ts";

it("the Worker says the version that the package has", () => {
  const file: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(file).toMatchObject({ version });
});
