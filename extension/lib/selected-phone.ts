/**
 * The E.164 number in a selected text: `+1 (212) 555-0142`, `0049 151 2345 6789`.
 *
 * Without its country's code it is nobody's number yet: then undefined, rather than somebody else's phone.
 */
export function findPhone(selected: string): string | undefined {
  const plain = selected
    .normalize("NFKC") // full-width digits and the like, as copied from web pages
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "") // marks of direction around it
    .trim()
    .replace(/^tel:/i, "")
    .replace(/\(0\)/, ""); // +44 (0)20 …: the zero is for callers inside the country
  const written = /^(?:\+|00)[\d\s().\u2010-\u2015\u2212/-]+$/.test(plain);
  if (!written) return undefined;
  const digits = plain.replace(/\D/g, "").replace(/^00/, "");
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined;
}
