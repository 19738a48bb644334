import type { AdminRecord } from "../../shared/admin-page.ts";
import { findShape, flag, object, oneOf } from "./shape.ts";

export const CORNERS = ["bottomRight", "bottomLeft", "topRight", "topLeft"] as const;
export type Corner = (typeof CORNERS)[number];

export type Store = Pick<AdminRecord, "platform" | "shop">;

/** Where the in-page button stands in one store that it was turned on for. */
export interface Place {
  readonly corner: Corner;
  readonly isHidden: boolean;
}

/** By store; see `nameStore`. */
export type Places = ReadonlyMap<string, Place>;

export function nameStore({ platform, shop }: Store): string {
  return `${platform} ${shop.toLowerCase()}`;
}

export async function readPlaces(): Promise<Places> {
  const stored = await chrome.storage.local.get(STORED_AS);
  const entries = Object.entries(toObject(stored[STORED_AS])).map(([name, value]) => ({
    name,
    place: findShape(placeShape, value),
  }));
  return new Map(entries.flatMap(({ name, place }) => (place === undefined ? [] : [[name, place]])));
}

/** Undefined turns the button off in this store. */
export async function changePlace(store: Store, place: Place | undefined): Promise<void> {
  const places = new Map(await readPlaces());
  if (place === undefined) places.delete(nameStore(store));
  else places.set(nameStore(store), place);
  await chrome.storage.local.set({ [STORED_AS]: Object.fromEntries(places) });
}

export const NEW_PLACE: Place = { corner: "bottomRight", isHidden: false };

/** What of the web the button needs in this store; undefined where the admin has no https address. */
export function findAdminPattern({ platform, shop }: Store): string | undefined {
  switch (platform) {
    case "shopify":
      return "https://admin.shopify.com/*";
    case "bigcommerce":
      return `https://store-${shop}.mybigcommerce.com/*`;
    case "woocommerce": {
      const [host = ""] = shop.split("/");
      // With a port it is no https site but somebody's test: match patterns name ports in Chromium alone.
      return host === "" || host.includes(":") ? undefined : `https://${host}/*`;
    }
  }
}

const STORED_AS = "inPage";
const placeShape = object({ corner: oneOf(...CORNERS), isHidden: flag });

function toObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
