import * as z from "zod";
import { ApiError, callApi } from "./call-api.ts";
import { findDemoShop } from "./demo-shop.ts";
import { type Settings, StartError } from "./settings.ts";
import type { DemoShop } from "./state-files.ts";

const Done = z.object({
  order: z.string(),
  orderId: z.string(),
  phone: z.string(),
  name: z.string(),
  product: z.string(),
});
const Decisions = z.array(
  z.object({ order: z.string().optional(), reason: z.string().optional(), untilAt: z.string().optional() }),
);

type Step = "place" | "ship" | "deliver";

/** The bench does what an invented customer and their Shopify store would do: it posts webhooks, signed as Shopify signs. */
export async function playDemoShop(
  settings: Settings,
  step: { readonly step: Step; readonly phone?: string | undefined; readonly optIn?: boolean },
): Promise<string> {
  const shop = findDemoShop(settings);
  if (shop === undefined) throw new StartError("No demo shop here yet. Start Aftertext first: npm start");
  const url = `${settings.baseUrl}/bench/example-order`;
  const done = await callApi({ method: "POST", url, body: { merchantId: shop.merchantId, ...step } }, Done).catch(
    (error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      throw new StartError("The demo shop was emptied (POST /bench/reset). npm start makes another one.");
    },
  );
  return [describe(step.step, done), await describeWait(settings, shop, done.orderId)].join("");
}

function describe(step: Step, { order, phone, name, product }: z.output<typeof Done>): string {
  switch (step) {
    case "place":
      return `${name} (${phone}) ordered ${product}, order ${order}.`;
    case "ship":
      return `Order ${order} is on its way.`;
    case "deliver":
      return `Order ${order} was delivered to ${name} (${phone}).`;
  }
}

/** At night in New York no text comes of it yet: whoever waits for one is told why. */
async function describeWait(settings: Settings, shop: DemoShop, orderId: string): Promise<string> {
  const { baseUrl } = settings;
  await callApi({ method: "POST", url: `${baseUrl}/bench/clock`, body: { advance: "PT0S" } }, z.unknown());
  const decisions = await callApi({ method: "GET", url: `${baseUrl}/v1/decisions`, token: shop.apiKey }, Decisions);
  const held = decisions.filter(({ order, reason }) => order === orderId && reason === "quiet_hours");
  const untilAt = held.flatMap((row) => row.untilAt ?? []).sort()[0];
  if (untilAt === undefined) return "";
  return `\nIts text waits for the customer's open hours (${untilAt}): "Next text" on ${baseUrl}/bench/phone moves the clock there.`;
}
