import { describe, expect, it } from "vitest";
import { Flow, type SendStep } from "../../shared/contract/flows.ts";
import { findOfferWords } from "../../shared/offer-words.ts";
import { countSegments } from "../../shared/segments.ts";
import { type ComposeInput, composeText } from "../../worker/domain/compose.ts";
import { shippedPolicy } from "../../worker/domain/default-policy.ts";
import { checkFlow } from "../../worker/domain/flow-check.ts";
import { listSteps } from "../../worker/domain/flow-steps.ts";
import { describeOffer } from "../../worker/domain/offer.ts";
import { textOfStep } from "../../worker/domain/question.ts";
import { library } from "../../worker/flows/library.ts";

const languages = ["en", "es", "fr", "de"] as const;
type Language = (typeof languages)[number];

interface Text {
  readonly name: string;
  readonly step: SendStep;
  readonly variant: ComposeInput["variant"];
  readonly language: Language;
}

const sends = library.flatMap(({ flow }) =>
  listSteps(flow).flatMap(({ value }) => {
    const step = textOfStep(value);
    return step === undefined ? [] : [{ flow: flow.key, step }];
  }),
);

const texts: readonly Text[] = sends.flatMap(({ flow, step }) =>
  languages.flatMap((language) =>
    (step.send.promotionalBody === undefined ? (["own"] as const) : (["own", "promotional"] as const)).map(
      (variant) => ({ name: `${flow} ${step.send.template} ${variant} ${language}`, step, variant, language }),
    ),
  ),
);

/** Texts that say nothing without an offer, or a product to show. */
const needsMore: ReadonlySet<string> = new Set(["upsell", "follow_up_offer"]);

const address = "https://shop.example/page";

/** Everything is known. Values of people and stores are cut to 60 characters before they are printed; a code has 32 at most. */
function full(language: Language, value: (length: number) => string, worth: "most" | "usual" = "most") {
  const offer = describeOffer(
    worth === "most"
      ? { kind: "amount", value: 999_999.99, code: "shared", sharedCode: "X".repeat(32), expiresAfter: "P7D" }
      : { kind: "percent", value: 10, code: "shared", sharedCode: "THANKS10", expiresAfter: "P7D" },
    { code: undefined, endsMs: Date.UTC(2026, 11, 28), currency: "USD", shopUrl: address, locale: language },
  );
  const parcel = { carrier: value(60), trackingNumber: value(60), trackingUrl: address, window: value(60) };
  return {
    customer: { firstName: value(60), locale: `${language}-XX`, orderCount: 100, points: 12_345 },
    order: {
      id: value(60),
      name: value(60),
      statusUrl: address,
      trackingUrl: address,
      etaAhead: "2026-12-28",
    },
    parcel,
    item: { name: value(60), shortName: value(60), url: address, reviewUrl: address, guideUrl: address },
    related: { name: value(60), shortName: value(60), url: address },
    offer: offer as object,
    event: { renewsAt: "2026-12-28" },
    shop: { name: value(60), url: address },
  };
}

/** An ordinary shop's, at the long end. */
const usual = (language: Language) => {
  const scope = full(language, (length) => "x".repeat(length), "usual");
  return {
    ...scope,
    customer: { ...scope.customer, firstName: "Alexandra", points: 120 },
    order: { ...scope.order, id: "5123456789", name: "#10234" },
    parcel: { ...scope.parcel, carrier: "UPS", window: "9-12" },
    item: { ...scope.item, shortName: "Face serum" },
    related: { ...scope.related, shortName: "Day cream" },
    shop: { name: "Juniper & Fern", url: address },
  };
};

const shortest = (language: Language) => ({
  customer: { locale: language },
  order: { id: "1" },
  shop: { name: "A" },
});

function compose({ step, variant }: Text, scope: Readonly<Record<string, unknown>>) {
  return composeText({
    step,
    class: variant === "promotional" ? "promotional" : step.class,
    variant,
    scope,
    shortUrls: {},
    shopName: "The Juniper & Fern House",
    timeZone: "UTC",
    isFirstText: false,
    footer: shippedPolicy.footer,
  });
}

/** What is wrong with how a text reads, as an editor would mark it. */
function findFaults(body: string): readonly string[] {
  const [prose = ""] = body.split("\n");
  const faults = [
    / {2}/,
    /[:,;-] ?$/,
    /^[ ,.:;]/,
    / [,.]/,
    /[.,:]{2}/,
    /\( ?\)/,
    /undefined|null|NaN/,
    /!.*!/,
    /(?<!\d)\. (?!https?:)[a-zà-ÿ]/,
  ];
  return faults.flatMap((fault) => (fault.test(prose) ? [String(fault)] : []));
}

describe("every flow of the library", () => {
  it.each(library.map(({ flow }) => [flow.key, flow] as const))("%s is one that its own checks accept", (key, flow) => {
    expect(Flow.parse(flow)).toEqual(flow);
    // One segment with the line that tells how to opt out; a first text to a number says more, and takes two.
    const policy = { ...shippedPolicy, footer: { optOutLine: true, firstTextLine: false } };
    const check = checkFlow(flow, { policy, shopName: "Acme" });
    expect(check.problems).toEqual([]);
    const warnings = check.warnings.filter(({ path }) => !path.endsWith(".url")); // a text without its link's page says something else
    expect(warnings.filter(({ message }) => !/^offer\.(code|value) may be empty/.test(message))).toEqual([]);
    expect(key).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it("is there once, under one name a text", () => {
    const keys = library.map(({ flow }) => flow.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("is on from day one where every customer of a shop would want it", () => {
    expect(library.filter(({ isOn }) => isOn).map(({ flow }) => flow.key)).toEqual([
      "order-confirmation",
      "shipping-update",
      "part-shipped",
      "out-for-delivery",
      "ready-for-pickup",
      "delay-warning",
      "delay-alert",
      "lost-parcel",
      "failed-attempt",
      "damaged",
      "delivery-confirmation",
      "cancelled",
      "refunded",
      "return-opened",
      "renewal-upcoming",
      "review-request",
      "check-in",
    ]);
  });

  it.each(sends.map(({ flow, step }) => [`${flow} ${step.send.template}`, step] as const))(
    "%s has a body of its own in each language",
    (_, step) => {
      for (const language of languages.slice(1)) {
        const translation = step.send.translations?.[language];
        expect(translation?.body).toBeDefined();
        expect(translation?.promotionalBody === undefined).toBe(step.send.promotionalBody === undefined);
      }
    },
  );
});

describe("one segment of GSM-7", () => {
  const lengths = [...Array.from({ length: 26 }, (_, index) => index + 1), 40, 60];
  const names = [
    ...lengths.map((most) => (length: number) => "x".repeat(Math.min(length, most))),
    (length: number) => "Wort ".repeat(12).slice(0, length).trim(),
    (length: number) => "€".repeat(length), // two septets each
  ];

  it.each(texts.map((text) => [text.name, text] as const))("%s, whatever the length of its values", (_, text) => {
    for (const name of names) {
      const composed = compose(text, full(text.language, name));
      expect(composed.kind === "text" ? { segments: composed.segments, body: composed.body } : composed).toEqual({
        segments: 1,
        body: expect.any(String),
      });
      if (composed.kind === "text") expect(countSegments(composed.body).encoding).toBe("GSM-7");
    }
  });

  it.each(texts.map((text) => [text.name, text] as const))("%s, with a name that no GSM-7 can write", (_, text) => {
    const scope = usual(text.language);
    const composed = compose(text, { ...scope, customer: { ...scope.customer, firstName: "花子" } });
    expect(composed).toMatchObject({ kind: "text", segments: 1 });
  });
});

describe("how it reads", () => {
  it.each(texts.map((text) => [text.name, text] as const))("%s: whole, with all that is usual", (_, text) => {
    const composed = compose(text, usual(text.language));
    expect(composed).toMatchObject({ kind: "text", segments: 1 });
    if (composed.kind === "text") expect([composed.body, findFaults(composed.body)]).toEqual([composed.body, []]);
  });

  it.each(
    texts
      .filter(({ step, variant }) => variant === "own" && !needsMore.has(step.send.template ?? ""))
      .map((text) => [text.name, text] as const),
  )("%s: whole, where nothing but the order's id is known", (_, text) => {
    const composed = compose(text, shortest(text.language));
    expect(composed).toMatchObject({ kind: "text", segments: 1 });
    if (composed.kind === "text") expect([composed.body, findFaults(composed.body)]).toEqual([composed.body, []]);
  });

  it("names no offer in a text that is not promotional", () => {
    const service = texts.filter(({ step, variant }) => variant === "own" && step.class !== "promotional");
    for (const text of service) {
      const composed = compose(text, usual(text.language));
      expect([text.name, composed.kind === "text" ? findOfferWords(composed.body) : composed]).toEqual([text.name, []]);
    }
  });

  it("puts the day that is over into no text", () => {
    const [moved] = texts.filter(({ step }) => step.send.template === "delay_warning");
    const composed = moved && compose(moved, shortest("en"));
    expect(composed).toMatchObject({ body: expect.stringContaining("is running late. We're sorry") });
  });
});
