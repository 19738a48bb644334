import { describe, expect, it } from "vitest";
import { hashApiKey, makeApiKey } from "../../worker/crypto/api-key.ts";
import { customerRoomName, keyedHash, orderRoomName, personName } from "../../worker/crypto/keyed-hash.ts";
import { isSameSecret } from "../../worker/crypto/same-secret.ts";
import { open, seal } from "../../worker/crypto/vault.ts";

const keyOf = (fill: number) => new Uint8Array(32).fill(fill).toBase64();
const first = { SEAL_KEYS: `1:${keyOf(1)}` };
const rotated = { SEAL_KEYS: `1:${keyOf(1)},2:${keyOf(2)}` };

describe("a sealed secret", () => {
  it("opens for its own row, also after the key was rotated", async () => {
    const sealed = await seal(first, "token", "credentials/m_1/gateway");
    expect(await open(rotated, sealed, "credentials/m_1/gateway")).toBe("token");
    expect((await seal(rotated, "token", "credentials/m_1/gateway"))[0]).toBe(2);
    await expect(open(first, sealed, "credentials/m_2/gateway")).rejects.toThrow();
  });

  it("does not open once it was changed, or its key is gone", async () => {
    const sealed = await seal(rotated, "token", "row");
    await expect(open(first, sealed, "row")).rejects.toThrow("no key of version 2");
    for (const index of [0, 1, 13, sealed.length - 1]) {
      const changed = sealed.map((byte, at) => (at === index ? byte ^ 3 : byte)); // 2 ^ 3 = 1, the other version
      await expect(open(rotated, changed, "row")).rejects.toThrow();
    }
  });

  it("is another one each time", async () => {
    expect(await seal(first, "token", "row")).not.toEqual(await seal(first, "token", "row"));
  });

  it.each(["", "1:short", `0:${keyOf(1)}`, `256:${keyOf(1)}`, keyOf(1)])("needs keys: not %j", async (SEAL_KEYS) => {
    await expect(seal({ SEAL_KEYS }, "token", "row")).rejects.toThrow("SEAL_KEYS");
  });
});

describe("a name made of a keyed hash", () => {
  const env = { HASH_KEY: keyOf(11) };

  it("is HMAC-SHA256 of its use and its text", async () => {
    // printf 'person\nm_1\n+12025550123' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b…0b -binary | basenc --base64url
    expect(await personName(env, "m_1", "+12025550123")).toBe("p_E_Luw5v-FEJRn_EfzWeFFBgOtW9QUwp_gRuD3DYh8HY");
  });

  it("differs by merchant, by use and by key, and shows no number", async () => {
    const names = await Promise.all([
      personName(env, "m_1", "+12025550123"),
      personName(env, "m_2", "+12025550123"),
      personName({ HASH_KEY: keyOf(12) }, "m_1", "+12025550123"),
      customerRoomName(env, "m_1", "+12025550123"),
      orderRoomName(env, "m_1", "+12025550123"),
    ]);
    const hashes = names.map((name) => name.slice(2));
    expect(new Set(hashes).size).toBe(5);
    expect(names.join()).not.toContain("2025550123");
    expect(names.every((name) => /^[poc]_[\w-]{43}$/.test(name))).toBe(true);
  });

  it("needs a key of 32 bytes", async () => {
    await expect(keyedHash({ HASH_KEY: btoa("short") }, "use", "text")).rejects.toThrow("HASH_KEY");
  });
});

it("an API key has 32 letters and digits and another hash each time", async () => {
  const keys = [makeApiKey(), makeApiKey()];
  for (const key of keys) expect(key).toMatch(/^at_[0-9A-Za-z]{32}$/);
  const hashes = await Promise.all(keys.map(hashApiKey));
  expect(new Set(hashes).size).toBe(2);
  // FIPS 180-2, B.1: the hash of "abc".
  expect(await hashApiKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("secrets are compared whole", async () => {
  expect(await isSameSecret("secret", "secret")).toBe(true);
  for (const given of ["", "secre", "secrets", "Secret"]) expect(await isSameSecret(given, "secret")).toBe(false);
});
