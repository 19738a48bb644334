import { describe, expect, it } from "vitest";
import { isLoopback, parseConnectionLine } from "../../extension/lib/connection.ts";

describe("a connection line", () => {
  it.each([
    ["http://127.0.0.1:8787#at_abc", "http://127.0.0.1:8787", "at_abc"],
    ["http://localhost:8787/#at_abc", "http://localhost:8787", "at_abc"],
    ["http://[::1]:8787#at_abc", "http://[::1]:8787", "at_abc"],
    ["https://texts.example.com#a.b-c_d~e+f/g==", "https://texts.example.com", "a.b-c_d~e+f/g=="],
    ["HTTPS://Texts.Example.com:443#k", "https://texts.example.com", "k"],
    ["  https://texts.example.com#k \n", "https://texts.example.com", "k"],
    ["Connection: http://127.0.0.1:8787#k (paste it)", "http://127.0.0.1:8787", "k"],
  ])("%j names a server and a key", (line, base, key) => {
    expect(parseConnectionLine(line)).toEqual({ kind: "complete", base, key });
  });

  it.each([
    ["", "empty"],
    [" \t\n", "empty"],
    ["at_abc", "noAddress"],
    ["127.0.0.1:8787#k", "noAddress"],
    ["ftp://texts.example.com#k", "noAddress"],
    ["https://#k", "noAddress"],
    ["https://texts.example.com/v1#k", "noAddress"],
    ["https://texts.example.com?x=1#k", "noAddress"],
    ["https://me:pw@texts.example.com#k", "noAddress"],
    ["http://texts.example.com#k", "insecure"],
    ["http://127.0.0.1.evil.test#k", "insecure"],
    ["http://192.168.0.5:8787#k", "insecure"],
    ["http://localhost.evil.test#k", "insecure"],
    ["https://texts.example.com", "noKey"],
    ["https://texts.example.com#", "noKey"],
    ["https://texts.example.com#<api", "noKey"],
    ["https://texts.example.com#ключ", "noKey"],
    ["https://texts.example.com#a#b", "noKey"],
  ])("%j is refused as %s", (line, kind) => {
    expect(parseConnectionLine(line)).toEqual({ kind });
  });

  it.each([
    ["http://127.0.0.1:8787", true],
    ["http://127.1.2.3", true],
    ["https://localhost", true],
    ["https://128.0.0.1", false],
    ["https://texts.example.com", false],
  ])("%s runs on this machine: %s", (base, isHere) => {
    expect(isLoopback(base)).toBe(isHere);
  });
});
