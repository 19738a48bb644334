import { expect, it } from "vitest";
import { readShortDomain } from "../../worker/domain/short-domain.ts";

const read = (text: string) => readShortDomain(text, "aftertext.example.workers.dev");

it.each([
  ["go.acme.com", "go.acme.com"],
  ["GO.Acme.com.", "go.acme.com"],
  ["acme.co", "acme.co"],
  ["bücher.example", "xn--bcher-kva.example"],
  [" go.acme.com ", "go.acme.com"],
  ["1.acme.com", "1.acme.com"],
])("%s can be a short domain, as %s", (text, host) => {
  expect(read(text)).toBe(host);
});

it.each([
  [""],
  ["acme"],
  ["https://go.acme.com"],
  ["go.acme.com/x"],
  ["go.acme.com:8443"],
  ["user@go.acme.com"],
  ["127.0.0.1"],
  ["0x7f.1"],
  ["[::1]"],
  ["localhost"],
  ["shop.local"],
  ["aftertext.example.workers.dev"],
  ["x.aftertext.example.workers.dev"],
  ["bit.ly"],
  ["-go.acme.com"],
  ["go..acme.com"],
  ["go_1.acme.com"],
  ["*.acme.com"],
  [`${"x".repeat(64)}.com`],
  [`${"x.".repeat(50)}com`],
])("%j can be nobody's short domain", (text) => {
  expect(read(text)).toBeUndefined();
});
