import * as z from "zod";
import { listStores } from "../tables/credentials.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

export const MeView = z.object({
  merchantId: z.string(),
  name: z.string(),
  timeZone: z.string(),
  country: z.string(),
  currency: z.string(),
  stores: z.array(z.object({ platform: z.string(), shop: z.string() })).readonly(),
});

export async function showMe(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const me: z.output<typeof MeView> = {
    merchantId: merchant.id,
    name: merchant.name,
    timeZone: merchant.timeZone,
    country: merchant.country,
    currency: merchant.currency,
    stores: await listStores(env.DB, merchant.id),
  };
  return jsonResponse(me);
}
