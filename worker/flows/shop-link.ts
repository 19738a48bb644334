export const shopUrl = "{{ shop.url }}";

/** A part of a text that leads to the shop. */
export function inShop(text: string, otherwise = ""): string {
  return `{% if shop.url %}${text}${otherwise === "" ? "" : `{% else %}${otherwise}`}{% endif %}`;
}
