import * as z from "zod";
import { callApi } from "./call-api.ts";

const Merchant = z.object({ merchantId: z.string(), apiKey: z.string(), connection: z.string() });
export type Merchant = z.infer<typeof Merchant>;

export interface NewMerchant {
  readonly name: string;
  readonly timeZone: string;
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
}

export function createMerchant(baseUrl: string, adminSecret: string, merchant: NewMerchant): Promise<Merchant> {
  return callApi({ method: "POST", url: `${baseUrl}/admin/merchants`, token: adminSecret, body: merchant }, Merchant);
}

export function describeMerchant({ merchantId, apiKey, connection }: Merchant): string {
  return `merchant    ${merchantId}
API key     ${apiKey}   (shown only now: keep it)
connection  ${connection}   (for the extension)`;
}

export async function connectShopify(
  baseUrl: string,
  apiKey: string,
  store: { readonly shop: string; readonly webhookSecret: string },
): Promise<void> {
  await callApi({ method: "PUT", url: `${baseUrl}/v1/stores/shopify`, token: apiKey, body: store }, z.unknown());
}

export function describeShopifyWebhooks(baseUrl: string, merchantId: string): string {
  return `The shop is connected. Register these webhooks in Shopify, format JSON, all with one address:

  ${baseUrl}/hooks/shopify/${merchantId}

${shopifyTopics.map((topic) => `  ${topic}`).join("\n")}`;
}

export async function connectTwilio(
  baseUrl: string,
  apiKey: string,
  account: { readonly accountSid: string; readonly authToken: string; readonly sender: string },
): Promise<void> {
  const { accountSid, authToken, sender } = account;
  const from = sender.startsWith("MG") ? { messagingServiceSid: sender } : { from: sender };
  const body = { kind: "twilio", accountSid, authToken, ...from };
  await callApi({ method: "PUT", url: `${baseUrl}/v1/gateway`, token: apiKey, body }, z.unknown());
}

// What the Shopify adapter understands. Source: https://shopify.dev/docs/api/webhooks
const shopifyTopics = [
  "orders/create",
  "orders/paid",
  "orders/updated",
  "orders/partially_fulfilled",
  "orders/fulfilled",
  "orders/cancelled",
  "orders/delete",
  "fulfillments/create",
  "fulfillments/update",
  "fulfillment_events/create",
  "refunds/create",
  "customers/create",
  "customers/update",
  "customers_marketing_consent/update",
  "customers/data_request",
  "customers/redact",
  "shop/redact",
  "app/uninstalled",
];
