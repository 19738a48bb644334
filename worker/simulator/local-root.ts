/** Whoever opens the address that `npm start` printed meets the phones, where no shop's site is to be led to. */
export function leadToPhones(request: Request, answer: Response, baseUrl: string): Response {
  const { pathname, host } = new URL(request.url);
  const isOurs = request.method === "GET" && pathname === "/" && host === new URL(baseUrl).host; // a short domain is a shop's
  if (!isOurs || answer.status !== 404) return answer;
  return new Response(null, { status: 302, headers: { Location: "/bench/phone", "Cache-Control": "no-store" } });
}
