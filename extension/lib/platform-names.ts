/** As their makers write them. A store of the merchant's own making talks to the API; one that this version does not know is shown as written. */
export function namePlatform(platform: string): string {
  return (Object.hasOwn(names, platform) ? names[platform] : undefined) ?? platform;
}

const names: Readonly<Record<string, string>> = {
  shopify: "Shopify",
  woocommerce: "WooCommerce",
  bigcommerce: "BigCommerce",
  custom: "API",
};
