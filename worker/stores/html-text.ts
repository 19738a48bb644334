/**
 * A secret as WooCommerce signs with it: it is stored with its HTML characters escaped and unescaped before use, in one pass.
 * Source: woocommerce, WC_Webhook::generate_signature(); WordPress, wp_specialchars_decode() with ENT_QUOTES.
 */
export function decodeSpecialChars(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot)|#0*(38|60|62|34|39)|#x0*(26|3c|3e|22|27));/gi,
    (whole, name, decimal, hex) => {
      if (typeof name === "string") return specialChars[name] ?? whole;
      return String.fromCharCode(typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16));
    },
  );
}

const specialChars: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** A product's name as a person reads it: WordPress keeps names as HTML. */
export function readHtmlText(html: string): string {
  return html
    .replace(/<[^<>]*>/g, "")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
      if (typeof name === "string") return entities[name.toLowerCase()] ?? whole;
      const point = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16);
      return point > 0x1f && point <= 0x10ffff ? String.fromCodePoint(point) : "";
    })
    .trim();
}

// Those that WordPress's wptexturize() and its editors write. Source: html.spec.whatwg.org, 13.5 named character references.
const entities: Readonly<Record<string, string>> = {
  ...specialChars,
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  hellip: "…",
  prime: "′",
  times: "×",
  trade: "™",
  reg: "®",
  copy: "©",
  deg: "°",
};
