/**
 * Tells bodies apart where a store gave a delivery no id: the same body again has the same fingerprint. Two lanes of FNV-1a,
 * 64 bits together; no secret, and no match for somebody who can sign bodies anyway.
 */
export function fingerprint(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit ^ (a >>> 16), 0x85ebca6b);
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
