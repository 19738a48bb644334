import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { oneText } from "./inside.ts";
import { advance, openShop, resetBench } from "./shop.ts";
it("counts", async () => {
  await resetBench("2026-03-02T15:00:00Z");
  const shop = await openShop();
  await shop.api("PUT", "/v1/flows/one", { ...oneText("Thanks {{ order.name }} {{ link }}"), steps: [{ send: { body: "T {{ order.name }} {{ link }}" }, link: {url: "https://a.example/"}, class: "transactional", quiet: "ignore" }] });
  const calls: string[] = [];
  const db = Object.getPrototypeOf(env.DB); const st = Object.getPrototypeOf(env.DB.prepare("SELECT 1"));
  const batch = db.batch;
  db.batch = function (s: any[]) { calls.push("batch " + s.map((x) => x.statement.trim().slice(0, 30).replace(/\s+/g, " ")).join(" | ")); return batch.call(this, s); };
  for (const m of ["all", "run", "first"]) { const f = st[m]; st[m] = function (...a: any[]) { calls.push(m + " " + this.statement.trim().slice(0, 60)); return f.apply(this, a); }; }
  for (const n of [1, 2, 3]) {
    const at = performance.now();
    await shop.event({ id: `e${n}`, type: "order.placed", customer: { id: `c${n}`, phone: `+1212555010${n}` }, order: { id: `o${n}`, name: `#${n}` } });
    calls.push(`--- event ${performance.now() - at}`);
    await advance();
    calls.push(`--- barrier ${performance.now() - at}`);
  }
  console.log(calls.join("\n"));
  expect(1).toBe(1);
});
