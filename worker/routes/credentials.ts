import * as z from "zod";
import { clock } from "../clock.ts";
import { sealCredentials } from "../merchants/credentials.ts";
import { releaseHeld } from "../wake.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

const secret = z.string().min(8).max(512);

/** Source of the forms: twilio.com/docs/glossary/what-is-a-sid; sender: twilio.com/docs/messaging/api/message-resource, `From`. */
export const GatewayInput = z
  .strictObject({
    kind: z.literal("twilio"),
    accountSid: z.string().regex(/^AC[0-9a-f]{32}$/i, "an account SID: AC and 32 hexadecimal digits"),
    authToken: secret,
    from: z
      .string()
      .regex(
        /^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
        "a number, a short code or a name of up to 11 letters and digits",
      )
      .optional(),
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, "a Messaging Service SID: MG and 32 hexadecimal digits")
      .optional(),
  })
  .refine(({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined), {
    path: ["from"],
    message: "is needed, or else messagingServiceSid; not both",
  });

/** What stands in the open of a gateway. */
export const GatewayView = z.object({
  kind: z.string(),
  account: z.string(),
  sender: z.string(),
  /** Where the gateway's console is told to send incoming texts. */
  webhookUrl: z.string(),
});

export async function connectGateway(
  _: RouteRequest,
  { env, merchant, nowMs }: ApiContext,
  { kind, accountSid, authToken, from, messagingServiceSid }: z.output<typeof GatewayInput>,
): Promise<Response> {
  const sender = from ?? messagingServiceSid ?? "";
  const place = { merchantId: merchant.id, kind: "gateway", account: accountSid } as const;
  await sealCredentials(env, place, { kind, accountSid, authToken, sender }, clock.machineNowMs());
  await releaseHeld(env, merchant.id, nowMs); // texts wait while there is nothing to send them with
  const webhookUrl = `${env.BASE_URL}/hooks/twilio/${merchant.id}/inbound`;
  const view: z.output<typeof GatewayView> = { kind, account: accountSid, sender, webhookUrl };
  return jsonResponse(view);
}
