/** Printed where everything in it is known and the text stays one segment, else `otherwise`. */
export function optional(text: string, otherwise = ""): string {
  return `{% optional %}${text}${otherwise === "" ? "" : `{% else %}${otherwise}`}{% endoptional %}`;
}

/** Who writes. A phone shows a number alone. */
export const brand = "{{ shop.name | clip: 24 }}";

/** `, Ada` behind a word of greeting, or nothing. */
export const commaName = optional(", {{ customer.firstName }}");
export const spaceName = optional(" {{ customer.firstName }}");

/** `order #1001`, or what stands for it. */
export function order(before: string, otherwise: string): string {
  return optional(`${before} {{ order.name | default: order.id }}`, otherwise);
}

/** ` #1001` behind a word for order, or nothing. */
export const orderNumber = optional(" {{ order.name | default: order.id }}");

/** The product's short name; a discreet one, or a gift, already reads "your order". */
export function item(otherwise: string): string {
  return optional("{{ item.shortName }}", otherwise);
}

/** 10% off, or free shipping. */
export const worth = {
  en: "{{ offer.value }}{% unless offer.value contains 'free' %} off{% endunless %}",
  es: "{% unless offer.value contains 'gratis' %}-{% endunless %}{{ offer.value }}",
  fr: "{% unless offer.value contains 'offerte' %}-{% endunless %}{{ offer.value }}",
  de: "{% unless offer.value contains 'Versand' %}-{% endunless %}{{ offer.value }}",
};

/** In figures: names of months such as "août" are outside GSM-7. The German one goes in front, as its dates end with a full stop. */
export const until = {
  en: optional(" until {{ offer.expiresAt | date: '%b %-d' }}"),
  es: optional(" hasta el {{ offer.expiresAt | date: '%-d/%-m' }}"),
  fr: optional(" jusqu'au {{ offer.expiresAt | date: '%-d/%-m' }}"),
  de: optional("Bis {{ offer.expiresAt | date: '%-d.%-m.' }} "),
};

/** A parcel's own tracking page, else the order's. */
export const trackUrl = "{{ parcel.trackingUrl | default: order.trackingUrl | default: order.statusUrl }}";

/** A part of a text that needs the address of `trackUrl`. */
export function tracked(text: string, otherwise = ""): string {
  const instead = otherwise === "" ? "" : `{% else %}${otherwise}`;
  return `{% if parcel.trackingUrl or order.trackingUrl or order.statusUrl %}${text}${instead}{% endif %}`;
}
