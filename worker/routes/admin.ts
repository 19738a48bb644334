import * as z from "zod";
import { HttpUrl, TimeZone } from "../../shared/contract/primitives.ts";
import { isSameSecret } from "../crypto/same-secret.ts";
import { isTimeZone } from "../domain/zone-offsets.ts";
import { library } from "../flows/library.ts";
import { createMerchant } from "../merchants/create-merchant.ts";
import { readBearer, unauthorized } from "./authenticate.ts";
import { jsonResponse } from "./json-response.ts";
import type { Handler, PublicContext, RouteRequest } from "./route.ts";

/** Host of a merchant's short links, as DNS names it (RFC 1123, 2.1). */
const Domain = z
  .string()
  .toLowerCase()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/, "a domain such as go.acme.com");

export const NewMerchantInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  timeZone: TimeZone.refine(isTimeZone, "an IANA time zone such as America/New_York"),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "an ISO 3166 country such as US")
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "an ISO 4217 currency such as USD")
    .optional(),
  shortDomain: Domain.optional(),
  siteUrl: HttpUrl.optional(),
  /** The flows that every shop would want, or none. */
  flows: z.enum(["default", "none"]).optional(),
});

export const NewMerchantView = z.object({ merchantId: z.string(), apiKey: z.string(), connection: z.string() });

export async function addMerchant(
  _: RouteRequest,
  { env, nowMs }: PublicContext,
  { flows, ...input }: z.output<typeof NewMerchantInput>,
): Promise<Response> {
  const setup = { ...input, policy: "shipped", flows: flows === "none" ? [] : library } as const;
  const view: z.output<typeof NewMerchantView> = await createMerchant(env, setup, nowMs);
  return jsonResponse(view, 201);
}

/** Only for who bears ADMIN_SECRET; asked for before the body is looked at. */
export function asAdmin(handle: Handler<PublicContext>): Handler<PublicContext> {
  return async (request, context) => {
    const given = readBearer(request);
    // An installation without a secret has no administrator: nothing equals it.
    const expected = context.env.ADMIN_SECRET ?? "";
    const isAdmin = given !== undefined && expected !== "" && (await isSameSecret(given, expected));
    if (!isAdmin) throw unauthorized("the admin secret");
    return handle(request, context);
  };
}
