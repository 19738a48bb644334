/** Where this shop takes reviews, the product's own page first. */
export const reviewUrl = "{{ item.reviewUrl | default: item.url | default: order.statusUrl | default: shop.url }}";

/** A part of a text that needs that address. */
export function reviewed(text: string, otherwise: string): string {
  return `{% if item.reviewUrl or item.url or order.statusUrl or shop.url %}${text}{% else %}${otherwise}{% endif %}`;
}
