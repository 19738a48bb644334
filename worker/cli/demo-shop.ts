import * as z from "zod";
import { ApiError, callApi } from "./call-api.ts";
import type { Settings } from "./settings.ts";
import { DemoShop, findState, writeState } from "./state-files.ts";

/** The demo shop of this state folder: made on an empty state, the same again at every later start. */
export async function ensureDemoShop(
  settings: Settings,
): Promise<{ readonly shop: DemoShop; readonly wasMade: boolean }> {
  const known = findDemoShop(settings);
  if (known !== undefined && (await isKnownToWorker(settings, known))) return { shop: known, wasMade: false };
  const shop = await callApi(
    {
      method: "POST",
      url: `${settings.baseUrl}/bench/merchants`,
      body: { name: "Juniper & Co", timeZone: "America/New_York", flows: "default" },
    },
    DemoShop,
  );
  writeState(settings.stateFolder, demoShopFile, shop);
  return { shop, wasMade: true };
}

/** As it was made, with addresses of today's port: the state may be started at another one. */
export function findDemoShop(settings: Settings): DemoShop | undefined {
  const shop = findState(settings.stateFolder, demoShopFile, DemoShop);
  if (shop === undefined) return undefined;
  const shopify = { ...shop.stores.shopify, url: `${settings.baseUrl}${new URL(shop.stores.shopify.url).pathname}` };
  return { ...shop, connection: `${settings.baseUrl}#${shop.apiKey}`, stores: { ...shop.stores, shopify } };
}

const demoShopFile = "demo.json";

/** No longer, after `POST /bench/reset`. */
async function isKnownToWorker(settings: Settings, shop: DemoShop): Promise<boolean> {
  try {
    await callApi({ method: "GET", url: `${settings.baseUrl}/v1/dead-letters`, token: shop.apiKey }, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}
