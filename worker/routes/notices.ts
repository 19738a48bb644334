import * as z from "zod";
import { listNotices, type Notice } from "../tables/notices.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

export const NoticeView = z.object({
  id: z.string(),
  kind: z.string(),
  /** What it is about, such as the address that leads nowhere. */
  subject: z.string(),
  detail: z.string(),
  at: z.string(),
  /** Absent while it goes on. */
  endedAt: z.string().optional(),
});
export const NoticesView = z.object({ items: z.array(NoticeView) });

const mostShown = 100;

/** `GET /v1/notices` */
export async function showNotices(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const notices = await listNotices(env.DB, merchant.id, mostShown);
  return jsonResponse({ items: notices.map(viewNotice) } satisfies z.input<typeof NoticesView>);
}

export function viewNotice({ atMs, endedAtMs, ...notice }: Notice): z.output<typeof NoticeView> {
  return {
    ...notice,
    at: new Date(atMs).toISOString(),
    endedAt: endedAtMs === undefined ? undefined : new Date(endedAtMs).toISOString(),
  };
}
