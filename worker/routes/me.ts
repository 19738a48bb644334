import * as z from "zod";
import { Price } from "../../shared/contract/messages.ts";
import { TestPhoneView } from "../../shared/contract/test-phone.ts";
import { version } from "../../shared/version.ts";
import { findSegmentPrice } from "../domain/segment-price.ts";
import { sampleUrl } from "../objects/preview-text.ts";
import { listStores } from "../tables/credentials.ts";
import { listOpenNotices } from "../tables/notices.ts";
import { countReplies } from "../tables/replies.ts";
import { jsonResponse } from "./json-response.ts";
import { NoticeView, viewNotice } from "./notices.ts";
import type { ApiContext, RouteRequest } from "./route.ts";
import { describeTestPhone } from "./test-phone.ts";

export const MeView = z.object({
  merchantId: z.string(),
  name: z.string(),
  timeZone: z.string(),
  country: z.string(),
  currency: z.string(),
  stores: z.array(z.object({ platform: z.string(), shop: z.string() })).readonly(),
  /** That asks, where it is not an API key. */
  device: z.object({ id: z.string(), name: z.string() }).optional(),
  /** As a text prints a short link, and as long. */
  sampleShortUrl: z.string(),
  /** To a number of the shop's own country; missing where it is not known. */
  segmentPrice: Price.optional(),
  repliesWaiting: z.int(),
  /** What goes on that the merchant should know, the newest first; `GET /v1/notices` has what is over, too. */
  notices: z.array(NoticeView),
  testPhone: TestPhoneView.optional(),
  /** Which lines the engine adds to relationship and promotional texts. */
  footer: z.object({ optOutLine: z.boolean(), firstTextLine: z.boolean() }),
  /** Of this Worker. */
  version: z.string(),
});

const mostNotices = 20;

export async function showMe(_: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant, caller } = context;
  const [stores, repliesWaiting, notices, testPhone] = await Promise.all([
    listStores(env.DB, merchant.id),
    countReplies(env.DB, merchant.id),
    listOpenNotices(env.DB, merchant.id, mostNotices),
    describeTestPhone(context),
  ]);
  const me: z.output<typeof MeView> = {
    merchantId: merchant.id,
    name: merchant.name,
    timeZone: merchant.timeZone,
    country: merchant.country,
    currency: merchant.currency,
    stores,
    device: caller.kind === "device" ? { id: caller.id, name: caller.name } : undefined,
    sampleShortUrl: sampleUrl(env, merchant.shortDomain),
    segmentPrice: findSegmentPrice(merchant.country, merchant),
    repliesWaiting,
    notices: notices.map(viewNotice),
    testPhone,
    footer: merchant.policy.footer,
    version,
  };
  return jsonResponse(me);
}
