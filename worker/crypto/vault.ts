import { decodeBase64 } from "./hmac.ts";

/**
 * Seals a secret for one place: version of the key (1 byte), nonce (12), then AES-GCM's ciphertext and tag.
 *
 * `row` names that place, such as `credentials/m_1/gateway`, and is authenticated with the version as additional data: copied
 * into another row, a sealed value does not open. Nonces are random, which NIST SP 800-38D, 8.3, allows for 2^32 values a key.
 */
export async function seal(env: SealKeys, plain: string, row: string): Promise<Uint8Array<ArrayBuffer>> {
  const { newest, keys } = await loadKeys(env.SEAL_KEYS);
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH));
  const algorithm = { name: "AES-GCM", iv, additionalData: bindTo(newest, row) };
  const ciphertext = await crypto.subtle.encrypt(algorithm, getKey(keys, newest), new TextEncoder().encode(plain));
  const sealed = new Uint8Array(HEAD_LENGTH + ciphertext.byteLength);
  sealed[0] = newest;
  sealed.set(iv, 1);
  sealed.set(new Uint8Array(ciphertext), HEAD_LENGTH);
  return sealed;
}

/** Throws where the value was sealed for another row, by a key that is gone, or was changed. */
export async function open(env: SealKeys, sealed: Uint8Array<ArrayBuffer>, row: string): Promise<string> {
  const { keys } = await loadKeys(env.SEAL_KEYS);
  const version = sealed[0] ?? 0;
  const algorithm = { name: "AES-GCM", iv: sealed.subarray(1, HEAD_LENGTH), additionalData: bindTo(version, row) };
  const plain = await crypto.subtle.decrypt(algorithm, getKey(keys, version), sealed.subarray(HEAD_LENGTH));
  return new TextDecoder().decode(plain);
}

type SealKeys = Pick<Env, "SEAL_KEYS">;

const NONCE_LENGTH = 12;
const HEAD_LENGTH = 1 + NONCE_LENGTH;

function bindTo(version: number, row: string): Uint8Array {
  return new TextEncoder().encode(`${version}\n${row}`);
}

interface Keys {
  readonly newest: number;
  readonly keys: ReadonlyMap<number, CryptoKey>;
}

function getKey(keys: ReadonlyMap<number, CryptoKey>, version: number): CryptoKey {
  const key = keys.get(version);
  if (key === undefined) throw new Error(`SEAL_KEYS has no key of version ${version}`);
  return key;
}

// Keys belong to the isolate, not to a request; their text is compared because a test may change it.
let loaded: { readonly text: string; readonly keys: Keys } | undefined;

/** `1:<base64 of 32 bytes>,2:…`: the highest version seals, every version opens. */
async function loadKeys(text: string): Promise<Keys> {
  if (loaded?.text === text) return loaded.keys;
  const keys = new Map<number, CryptoKey>();
  for (const part of text.split(",")) {
    const [, version, base64 = ""] = /^\s*(\d{1,3}):(\S+)\s*$/.exec(part) ?? [];
    const bytes = decodeBase64(base64);
    if (bytes?.length !== 32 || Number(version) < 1 || Number(version) > 255) {
      throw new Error("SEAL_KEYS is not a list of <version 1–255>:<base64 of 32 bytes>");
    }
    keys.set(Number(version), await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]));
  }
  const read = { newest: Math.max(...keys.keys()), keys };
  loaded = { text, keys: read };
  return read;
}
