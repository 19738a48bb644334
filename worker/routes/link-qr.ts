import type { QrQuery } from "../../shared/contract/links.ts";
import { shortUrl } from "../links/short-url.ts";
import { renderQrCode } from "../pages/qr-code.ts";
import { getLink, type LinksContext } from "./links.ts";

/** `GET /v1/links/{slug}/qr.svg` */
export async function drawLink(slug: string, query: QrQuery, context: LinksContext): Promise<Response> {
  const link = await getLink(slug, context);
  const address = shortUrl(link, context.env.BASE_URL);
  return new Response(renderQrCode(address, `QR code of ${address}`, query), {
    headers: {
      "content-type": "image/svg+xml",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'",
      "x-content-type-options": "nosniff",
    },
  });
}
