import * as z from "zod";
import { callApi } from "./call-api.ts";
import { findDemoShop } from "./demo-shop.ts";
import { type Settings, StartError } from "./settings.ts";

const Done = z.object({ order: z.string(), phone: z.string(), name: z.string(), product: z.string() });

/** The bench does what an invented customer and their Shopify store would do: it posts webhooks, signed as Shopify signs. */
export async function playDemoShop(
  settings: Settings,
  step: { readonly step: "place" | "ship" | "deliver"; readonly phone?: string | undefined; readonly optIn?: boolean },
): Promise<string> {
  const shop = findDemoShop(settings);
  if (shop === undefined) throw new StartError("No demo shop here yet. Start Aftertext first: npm start");
  const url = `${settings.baseUrl}/bench/example-order`;
  const { order, phone, name, product } = await callApi(
    { method: "POST", url, body: { merchantId: shop.merchantId, ...step } },
    Done,
  );
  switch (step.step) {
    case "place":
      return `${name} (${phone}) ordered ${product}, order ${order}.`;
    case "ship":
      return `Order ${order} is on its way.`;
    case "deliver":
      return `Order ${order} was delivered to ${name} (${phone}).`;
  }
}
