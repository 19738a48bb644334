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

const ConnectedStore = z.object({ webhookUrl: z.string(), topics: z.array(z.string()) });

/** Tells what to register at the store. */
export async function connectStore(
  baseUrl: string,
  apiKey: string,
  platform: keyof typeof registering,
  store: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const url = `${baseUrl}/v1/stores/${platform}`;
  const { webhookUrl, topics } = await callApi({ method: "PUT", url, token: apiKey, body: store }, ConnectedStore);
  return `The store is connected. ${registering[platform]}

  ${webhookUrl}

${topics.map((topic) => `  ${topic}`).join("\n")}`;
}

const registering = {
  shopify: "Register these webhooks in Shopify, format JSON, all with one address:",
  woocommerce:
    "Add these webhooks under WooCommerce, Settings, Advanced, Webhooks, each with this address and your secret:",
  bigcommerce: "Create these webhooks with the app's token (POST /v3/hooks), all with one address:",
} as const;

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
