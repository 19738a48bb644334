import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { TestMessageTaken } from "../../shared/contract/messages.ts";
import type { TestPhoneView } from "../../shared/contract/test-phone.ts";
import { personOf, readTally, reply } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";

const MINE = "+12125550199";
const ZOE = "+12125550101";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});

interface Problem {
  readonly type: string;
  readonly detail: string;
}
const ask = (phone = MINE) => shop.api<TestPhoneView>("POST", "/v1/test-phone", { phone });
const give = (code: string) => shop.api<TestPhoneView>("POST", "/v1/test-phone/verify", { code });
const me = async () => (await shop.api<{ testPhone?: TestPhoneView }>("GET", "/v1/me")).body.testPhone;
const readCode = async (to = MINE) => {
  await advance();
  const texts = await shop.texts(`&to=${encodeURIComponent(to)}`);
  return /\b\d{6}\b/.exec(texts.at(-1)?.body ?? "")?.[0] ?? "";
};
const outcome = ({ status, body }: { status: number; body: unknown }) => [status, (body as Problem).type];
const verify = async () => {
  await ask();
  expect((await give(await readCode())).status).toBe(200);
};
const draft = { body: "Hello Zoe", class: "transactional" };
const test = (text: object = draft, headers?: Record<string, string>) =>
  shop.api<TestMessageTaken>("POST", "/v1/messages/test", text, headers);
const makeOlder = (ms: number) =>
  env.DB.prepare("UPDATE test_codes SET asked_machine_ms = asked_machine_ms - ?1").bind(ms).run();

describe("the merchant's own phone", () => {
  it("is theirs once they give back the code that was texted to it", async () => {
    const asked = await ask();
    expect(asked).toMatchObject({ status: 202, body: { masked: "+•••••••••99", verified: false } });
    expect(await me()).toMatchObject({ verified: false });
    const code = await readCode();
    expect((await give(code)).body).toEqual({ masked: "+•••••••••99", verified: true });
    expect((await give(code)).status).toBe(200); // an answer that was lost
    expect(await me()).toEqual({ masked: "+•••••••••99", verified: true });
    const other = await openShop({ name: "Other" });
    expect((await other.api<{ testPhone?: object }>("GET", "/v1/me")).body.testPhone).toBeUndefined();
  });

  it("takes five tries of a code and no more, the right one included", async () => {
    await ask();
    const code = await readCode();
    const wrong = code === "000000" ? "000001" : "000000";
    for (let tried = 0; tried < 5; tried += 1) {
      expect(outcome(await give(wrong))).toEqual([422, "/problems/wrong-code"]);
    }
    expect(outcome(await give(code))).toEqual([409, "/problems/code-expired"]);
    expect((await me())?.verified).toBe(false);
  });

  it("takes a code for ten minutes, and only the last one", async () => {
    await ask();
    const first = await readCode();
    await ask();
    const second = await readCode();
    if (first !== second) expect(outcome(await give(first))).toEqual([422, "/problems/wrong-code"]);
    await makeOlder(599_000);
    expect((await give(second)).status).toBe(200);
    await makeOlder(1_000);
    expect(outcome(await give(second))).toEqual([409, "/problems/code-expired"]);
  });

  it("is sent three codes an hour at most, asked for at once or one by one", async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask()));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 429, 429]);
    await advance();
    expect(await shop.texts()).toHaveLength(3);
    await makeOlder(3_600_000);
    expect((await ask()).status).toBe(202);
  });

  it("is kept while another one is being proved, and gone when it is deleted", async () => {
    await verify();
    await ask("+12125550198");
    expect(await me()).toEqual({ masked: "+•••••••••99", verified: true });
    expect((await give(await readCode("+12125550198"))).body.masked).toBe("+•••••••••98");
    expect((await shop.api("DELETE", "/v1/test-phone")).status).toBe(204);
    expect(await me()).toBeUndefined();
    expect(outcome(await test())).toEqual([409, "/problems/no-test-phone"]);
  });

  it("that is no phone is refused", async () => {
    expect((await ask("+1212555")).status).toBe(422);
  });

  it("that has opted out before it was ever verified is no phone that a code is on its way to", async () => {
    await reply(MINE, shop.sender, "STOP");
    expect(outcome(await ask())).toEqual([409, "/problems/test-phone-opted-out"]);
    expect(await me()).toBeUndefined();
  });

  it("has opted out like any other where it did, and is told so", async () => {
    await verify();
    await reply(MINE, shop.sender, "STOP");
    expect(outcome(await test())).toEqual([409, "/problems/test-phone-opted-out"]);
    expect(outcome(await ask())).toEqual([409, "/problems/test-phone-opted-out"]);
    await reply(MINE, shop.sender, "START");
    expect((await test()).status).toBe(202);
  });

  it("is in the database neither in clear nor with its code, and the code is gone once it was texted", async () => {
    await ask();
    const code = await readCode();
    for (const table of ["test_codes", "test_phones", "decisions"]) {
      const rows = JSON.stringify((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results);
      expect(rows).not.toContain(MINE.slice(1));
      expect(rows).not.toContain(code);
    }
    const { object } = await personOf(shop.merchantId, MINE);
    await runInDurableObject(object, (_, state) => {
      for (const table of ["single", "outbox", "step_row"]) {
        expect(JSON.stringify(state.storage.sql.exec(`SELECT body FROM ${table}`).toArray())).not.toContain(code);
      }
    });
  });
});

describe("a test text", () => {
  it("never goes to a phone that is not verified", async () => {
    expect(outcome(await test())).toEqual([409, "/problems/no-test-phone"]);
    await ask();
    expect(outcome(await test())).toEqual([409, "/problems/no-test-phone"]);
  });

  it("reads as the customer's would: their name, their language, a link that leads there", async () => {
    await verify();
    await shop.api("PUT", "/v1/policy", {
      quietHours: null,
      caps: [],
      stateLaw: false,
      footer: { optOutLine: true, firstTextLine: false },
    });
    await shop.api("PUT", "/v1/customers/c1", { phone: ZOE, firstName: "Zoe", locale: "de" });
    const text = {
      body: "Hi {{ customer.firstName }}: {{ link }}",
      class: "relationship",
      link: { url: "https://shop.example/p" },
    };
    const taken = await test({ ...text, customerId: "c1" });
    expect(taken).toMatchObject({ status: 202, body: { to: "+•••••••••99", segments: 1, encoding: "GSM-7" } });
    await advance();
    const [sent] = (await shop.texts(`&to=${encodeURIComponent(MINE)}`)).slice(-1);
    const [, slug] = /\/(\w{8})\n/.exec(sent?.body ?? "") ?? [];
    expect(sent?.body).toBe(`Hi Zoe: http://aftertext.test/${slug}\nZum Abmelden STOP antworten`);
    expect(await shop.texts(`&to=${encodeURIComponent(ZOE)}`)).toEqual([]);
    expect((await shop.api(`GET`, `/v1/messages/${taken.body.id}`)).body).toMatchObject({ status: "delivered" });
  });

  it("is in no list, no cap and no figure, whatever the hours", async () => {
    await verify();
    const cap = { classes: ["transactional", "promotional"], max: 1, windowSeconds: 86_400, onCap: "skip" };
    await shop.api("PUT", "/v1/policy", { quietHours: { from: "00:00", to: "23:59" }, caps: [cap], stateLaw: false });
    for (const body of ["One", "Two", "Three"]) {
      expect(
        (await test({ ...draft, body, class: "promotional", link: { url: "https://shop.example/p" } })).status,
      ).toBe(202);
    }
    await advance();
    const own = await shop.texts(`&to=${encodeURIComponent(MINE)}`);
    expect(
      own
        .map(({ body }) => body)
        .filter((body) => body.length < 6)
        .sort(),
    ).toEqual(["One", "Three", "Two"]);
    expect(await shop.decisions()).toEqual([]);
    expect(await shop.decisions(`?phone=${encodeURIComponent(MINE)}`)).toEqual([]);
    expect((await env.DB.prepare("SELECT COUNT(*) AS n FROM decisions").first())?.n).toBe(0);
    expect((await env.DB.prepare("SELECT COUNT(*) AS n FROM links WHERE message_id IS NOT NULL").first())?.n).toBe(0);
    await shop.api("PUT", "/v1/policy", { quietHours: null, caps: [cap], stateLaw: false });
    await shop.api("POST", "/v1/messages", { ...draft, to: MINE });
    await advance();
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]); // the tests took nothing of the cap
  });

  it("asked for twice under one Idempotency-Key goes once", async () => {
    await verify();
    const before = (await readTally()).accepted;
    await Promise.all([1, 2, 3].map(() => test(draft, { "idempotency-key": "t1" })));
    await advance();
    expect((await readTally()).accepted - before).toBe(1);
  });

  it("waits for nobody: while everything is stopped it is refused", async () => {
    await verify();
    await shop.api("POST", "/v1/stop", { scope: "all" });
    expect(outcome(await test())).toEqual([409, "/problems/sending-stopped"]);
  });

  it("with a field of which nothing is known is refused with its name", async () => {
    await verify();
    const { status, body } = await test({ ...draft, body: "About {{ order.name }}" });
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining("order.name")]);
  });
});
