import * as z from "zod";
import { listNotices } from "../tables/notices.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

export const NoticesView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      /** What it is about, such as the address that leads nowhere. */
      subject: z.string(),
      detail: z.string(),
      at: z.string(),
      /** Absent while it goes on. */
      endedAt: z.string().optional(),
    }),
  ),
});

const mostShown = 100;

/** `GET /v1/notices` */
export async function showNotices(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const notices = await listNotices(env.DB, merchant.id, mostShown);
  const items = notices.map(({ atMs, endedAtMs, ...notice }) => ({
    ...notice,
    at: new Date(atMs).toISOString(),
    endedAt: endedAtMs === undefined ? undefined : new Date(endedAtMs).toISOString(),
  }));
  return jsonResponse({ items } satisfies z.input<typeof NoticesView>);
}
