import { describe, expect, it } from "vitest";
import { forgetEverything } from "../../worker/merchants/merchant-rules.ts";
import { news, openTimeline, type Timeline } from "./timeline.ts";

const link = { link: { url: "https://shop.example/track" } };

async function openShop(): Promise<Timeline> {
  const line = await openTimeline();
  await line.customer("c1", { phone: "+12125550101", timeZone: "America/New_York" });
  await line.customer("c2", { phone: "+12125550102", timeZone: "America/New_York", locale: "es-US" });
  await line.flow("care", [
    news("Thanks"),
    {
      waitFor: { event: "order.shipped", timeout: "P1D" },
      onTimeout: [news("Its on the way: {{ link }}", { ...link, after: "P1D", from: "previous" })],
    },
    news("By", { after: "P5D" }),
  ]);
  await line.event("order.placed o1");
  await line.texts();
  return line;
}

const correct = (line: Timeline, steps: Record<string, unknown>, version = 1) =>
  line.shop.api<{ revision: number; warnings: unknown[]; errors: { path: string; message: string }[] }>(
    "PUT",
    `/v1/flows/care/versions/${version}/wording`,
    { steps },
  );
const words = async (line: Timeline) => (await line.texts()).map((text) => text.replace(/http:\S+/, "LINK"));

describe("the words of texts that wait", () => {
  it("are corrected without moving them, at any depth, and what went stays as it went", async () => {
    const line = await openShop();
    const answer = await correct(line, {
      "0": { body: "Thank you" },
      "1.onTimeout.0": { body: "It's on the way: {{ link }}" },
      "2": { body: "Bye" },
    });
    expect(answer).toMatchObject({ status: 200, body: { key: "care", version: 1, revision: 1, warnings: [] } });
    await line.to("2026-03-10T15:00:00Z");
    expect(await words(line)).toEqual([
      "2026-03-02T15:00Z Thanks",
      "2026-03-04T15:00Z It's on the way: LINK",
      "2026-03-07T15:00Z Bye",
    ]);
    const rows = await line.shop.decisions("?customer=c1");
    expect(rows.map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it("are corrected while a text is held, and for those who enter later", async () => {
    const line = await openShop();
    await line.shop.api("POST", "/v1/flows/care/pause");
    await line.to("2026-03-10T15:00:00Z");
    await correct(line, { "0": { body: "Thank you" }, "1.onTimeout.0": { body: "Soon: {{ link }}" } });
    forgetEverything(); // as another isolate has not heard of it
    await line.event("order.placed o2");
    await line.shop.api("POST", "/v1/flows/care/resume");
    expect((await words(line)).map((text) => text.slice(18)).sort()).toEqual([
      "By",
      "Soon: LINK",
      "Thank you",
      "Thanks",
    ]);
  });

  it("are corrected of that version alone, again and again, and every time is kept with who and when", async () => {
    const line = await openShop();
    await line.flow("care", [news("Thanks"), news("Other", { after: "P5D" })]);
    await line.event("order.placed o2 c2");
    await correct(line, { "2": { body: "Bye" } });
    await line.to("2026-03-03T15:00:00Z");
    await correct(line, { "2": { body: "Goodbye", translations: { es: { body: "Hasta luego" } } } });
    const { body } = await line.shop.api<{ flow: { steps: unknown[] }; wordings: unknown[] }>(
      "GET",
      "/v1/flows/care/versions/1",
    );
    expect(body.flow.steps[2]).toMatchObject({
      send: { body: "Goodbye", translations: { es: { body: "Hasta luego" } } },
    });
    expect(body.wordings).toEqual([
      {
        revision: 2,
        at: "2026-03-03T15:00:00.000Z",
        by: "first",
        steps: { "2": { body: "Goodbye", translations: { es: { body: "Hasta luego" } } } },
      },
      { revision: 1, at: "2026-03-02T15:00:00.000Z", by: "first", steps: { "2": { body: "Bye" } } },
    ]);
    await line.to("2026-03-10T15:00:00Z");
    expect((await words(line)).map((text) => text.slice(18)).sort()).toEqual([
      "Goodbye",
      "Its on the way: LINK",
      "Other",
      "Thanks",
      "Thanks",
    ]);
  });

  it("count when a flow is published: the corrected body makes no version, the one before it does", async () => {
    const line = await openShop();
    const flow = (body: string) => ({ name: "care", trigger: { event: "order.placed" }, steps: [news(body)] });
    await line.shop.api("PUT", "/v1/flows/care", flow("Thanx"));
    await correct(line, { "0": { body: "Thanks" } }, 2);
    expect(await line.shop.api("PUT", "/v1/flows/care", flow("Thanks"))).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect(await line.shop.api("GET", "/v1/flows/care")).toMatchObject({
      body: { flow: { steps: [{ send: { body: "Thanks" } }] } },
    });
    expect(await line.shop.api("PUT", "/v1/flows/care", flow("Thanx"))).toMatchObject({
      status: 201,
      body: { version: 3 },
    });
  });

  it("of a translation that stays as it was are warned of", async () => {
    const line = await openShop();
    await line.flow("care", [
      { send: { body: "Hello", translations: { es: { body: "Ola" } } }, class: "transactional" },
    ]);
    const { body } = await correct(line, { "0": { body: "Hello!" } }, 2);
    expect(body.warnings).toEqual([{ path: "steps.0.translations.es", message: "keeps the words that it had" }]);
  });

  it.each([
    ["a step that sends no text", { "1": { body: "Hi" } }, "steps.1"],
    ["a step that is not there", { "7": { body: "Hi" } }, "steps.7"],
    ["a field that no text knows", { "2": { body: "Hi {{ customer.nick }}" } }, "steps.2.send.body"],
    ["a link that it did not print", { "2": { body: "Bye {{ link }}" } }, "steps.2.body"],
    ["a link that it prints no more", { "1.onTimeout.0": { body: "On the way" } }, "steps.1.onTimeout.0.body"],
    ["words of offer in an order's own text", { "2": { body: "Bye! 20% off your next order" } }, "steps.2.body"],
    [
      "words of offer in its translation",
      { "2": { translations: { es: { body: "Con 20% de descuento" } } } },
      "steps.2.translations.es.body",
    ],
    ["a promotional text where there was none", { "2": { promotionalBody: "Sale" } }, "steps.2.promotionalBody"],
    ["nothing at all", {}, "steps"],
  ])("are refused for %s, and nothing changes", async (_, steps, path) => {
    const line = await openShop();
    const answer = await correct(line, steps);
    expect([answer.status, answer.body.errors.map((error) => error.path)]).toEqual([422, [path]]);
    expect(await line.shop.api("GET", "/v1/flows/care/versions/1")).toMatchObject({ body: { wordings: [] } });
  });
});
