/**
 * Names what is asked for at once. The same under the same Idempotency-Key has the same name, and so finds what was made before a
 * crash; a key that somebody uses again for something else, once it is forgotten, names something else.
 */
export async function nameBatch(
  idempotencyKey: string | undefined,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  if (idempotencyKey === undefined) return crypto.randomUUID().replaceAll("-", "");
  const digest = await crypto.subtle.digest("SHA-256", await new Blob([`${idempotencyKey}\n`, content]).arrayBuffer());
  return new Uint8Array(digest).toHex().slice(0, 32);
}
