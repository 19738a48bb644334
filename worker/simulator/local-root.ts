/** Whoever opens the address that `npm start` printed meets the phones, where no shop's site is to be led to. */
export function leadToPhones(request: Request, answer: Response): Response {
  if (request.method !== "GET" || answer.status !== 404 || new URL(request.url).pathname !== "/") return answer;
  return new Response(null, { status: 302, headers: { Location: "/bench/phone", "Cache-Control": "no-store" } });
}
