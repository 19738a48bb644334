import * as credentials from "./credentials.ts";
import { connectWebhook, WebhookInput, WebhookView } from "./destinations.ts";
import { type ApiRoute, withBody } from "./route.ts";
import * as inputs from "./store-inputs.ts";
import * as stores from "./stores.ts";

/** What a merchant connects: the gateway, stores, and systems that are told. */
export const connectionRoutes: readonly ApiRoute[] = [
  withBody({
    method: "PUT",
    path: "/v1/gateway",
    summary: "The account that sends; its secret is sealed and never shown again",
    body: credentials.GatewayInput,
    answers: { 200: credentials.GatewayView },
    handle: credentials.connectGateway,
  }),
  {
    method: "GET",
    path: "/v1/stores",
    summary: "The connected stores, and whether their records can be fetched",
    answers: { 200: stores.StoresView },
    handle: stores.showStores,
  },
  withBody({
    method: "PUT",
    path: "/v1/stores/shopify",
    summary: "A Shopify store's webhooks and, with a token, its API; secrets are sealed and never shown again",
    body: inputs.ShopifyInput,
    answers: { 200: stores.StoreView },
    handle: stores.connectShopify,
  }),
  withBody({
    method: "PUT",
    path: "/v1/stores/woocommerce",
    summary:
      "A WooCommerce site's webhooks and, with a consumer key, its API; secrets are sealed and never shown again",
    body: inputs.WooCommerceInput,
    answers: { 200: stores.StoreView },
    handle: stores.connectWooCommerce,
  }),
  withBody({
    method: "PUT",
    path: "/v1/stores/bigcommerce",
    summary: "A BigCommerce store's webhooks and its API; secrets are sealed and never shown again",
    body: inputs.BigCommerceInput,
    answers: { 200: stores.StoreView },
    handle: stores.connectBigCommerce,
  }),
  withBody({
    method: "PUT",
    path: "/v1/stores/custom",
    summary: "Any other store, by Standard Webhooks; the secret is sealed and never shown again",
    body: inputs.CustomStoreInput,
    answers: { 200: stores.StoreView },
    handle: stores.connectCustomStore,
  }),
  withBody({
    method: "PUT",
    path: "/v1/destinations/webhook",
    summary:
      "Where `tell` steps go: signed as Standard Webhooks, at least once under one id, tried again for three days",
    body: WebhookInput,
    answers: { 200: WebhookView },
    handle: connectWebhook,
  }),
];
