import { splitUrl } from "../routes/split-url.ts";

/** The address that `npm start` printed; a short domain's root is its shop's. */
export function isLocalRoot(request: Request, baseUrl: string): boolean {
  const { pathname, host } = splitUrl(request.url);
  return pathname === "/" && host === new URL(baseUrl).host && request.method === "GET";
}

/** Whoever opens it meets the phones, where no shop's site is to be led to. */
export async function leadToPhones(asked: Response | Promise<Response>): Promise<Response> {
  const answer = await asked;
  if (answer.status !== 404) return answer;
  return new Response(null, { status: 302, headers: { Location: "/bench/phone", "Cache-Control": "no-store" } });
}
