import type { Gateway } from "../gateways/gateway.ts";
import { openTwilio } from "../gateways/twilio.ts";
import { openCredentials } from "./credentials.ts";

/** The merchant's own account at the gateway; undefined while none is connected. */
export async function openGateway(env: Env, merchantId: string, maxAgeMs?: number): Promise<Gateway | undefined> {
  const gateway = await openCredentials(env, merchantId, "gateway", maxAgeMs);
  if (gateway === undefined) return undefined;
  const { accountSid, authToken, sender } = gateway;
  return openTwilio({ apiBase: env.TWILIO_API_BASE, accountSid, authToken, sender });
}
