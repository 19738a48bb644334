import { describe, expect, it } from "vitest";
import { isGsm7 } from "../../shared/segments.ts";
import { addFooter, type FooterInput } from "../../worker/domain/opt-out-line.ts";

const base: FooterInput = {
  body: "How was your serum?",
  language: "en",
  class: "relationship",
  isFirstText: false,
  shopName: "Acme",
  footer: { optOutLine: true, firstTextLine: true },
};

describe("the last line of a text", () => {
  it.each([
    ["en", "Reply STOP to opt out"],
    ["en-GB", "Reply STOP to opt out"],
    ["es-MX", "Responda STOP para darse de baja"],
    ["fr_CA", "Répondez STOP pour vous désabonner"],
    ["DE", "Zum Abmelden STOP antworten"],
    ["ja", "Reply STOP to opt out"],
    [undefined, "Reply STOP to opt out"],
  ])("a recipient who reads %s learns how to opt out", (language, line) => {
    expect(addFooter({ ...base, language })).toBe(`How was your serum?\n${line}`);
    expect(isGsm7(line)).toBe(true);
  });

  it.each([
    "Reply STOP to end",
    "Text stop to quit",
    "To leave, send STOP.",
    'Reply "stop" any time',
    "STOP to opt out",
  ])("a body that names STOP itself (%s) gets none", (body) => {
    expect(addFooter({ ...base, body })).toBe(body);
  });

  it.each(["Stop by our store!", "STOP BY TODAY", "We stopped by", "Nonstop fun", "Can't stop smiling?"])(
    "a body that only uses the word (%s) still gets the line",
    (body) => {
      expect(addFooter({ ...base, body })).toBe(`${body}\nReply STOP to opt out`);
    },
  );

  it("a transactional or system text gets none", () => {
    for (const one of ["transactional", "system"] as const) {
      expect(addFooter({ ...base, class: one, isFirstText: true })).toBe(base.body);
    }
  });

  it("a merchant can switch both lines off", () => {
    const footer = { optOutLine: false, firstTextLine: false };
    expect(addFooter({ ...base, footer, isFirstText: true })).toBe(base.body);
    expect(addFooter({ ...base, footer: { optOutLine: true, firstTextLine: false }, isFirstText: true })).toBe(
      "How was your serum?\nReply STOP to opt out",
    );
  });
});

describe("the first text of a number", () => {
  it("says who writes, how often, at what cost, how to get help and how to stop", () => {
    expect(addFooter({ ...base, isFirstText: true })).toBe(
      "How was your serum?\nAcme: Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to opt out",
    );
  });

  it("does not name the shop or STOP a second time", () => {
    const body = "ACME here. Reply STOP to opt out.";
    expect(addFooter({ ...base, body, isFirstText: true })).toBe(
      `${body}\nMsg frequency varies. Msg & data rates may apply. Reply HELP for help`,
    );
  });

  it.each(["en", "es", "fr", "de"])("stays in GSM-7 in %s, whatever the shop is called", (language) => {
    const text = addFooter({ ...base, language, shopName: "Café Łódź", isFirstText: true });
    expect(text).toContain("Café Lódz".replace("ó", "o"));
    expect(isGsm7(text)).toBe(true);
  });
});
