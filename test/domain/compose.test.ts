import { expect, it } from "vitest";
import type { SendStep } from "../../shared/contract/flows.ts";
import { type ComposeInput, composeText } from "../../worker/domain/compose.ts";

const step = (url?: string): SendStep => ({
  send: { body: "Hi {{ customer.firstName | default: 'there' }}, see {{ link }}" },
  class: "relationship",
  ...(url !== undefined && { link: { url } }),
});
const input: ComposeInput = {
  step: step("{{ order.url }}"),
  class: "relationship",
  variant: "own",
  scope: { customer: { firstName: "Ann", locale: "en-US" }, order: { url: "https://shop.example/o/1" } },
  shortUrls: { link: "https://go.example/abcd" },
  shopName: "Acme",
  timeZone: "America/New_York",
  isFirstText: false,
  footer: { optOutLine: true, firstTextLine: true },
};
const stop = "\nReply STOP to opt out";

it.each<[string, Partial<ComposeInput> & { readonly body?: string }, unknown]>([
  [
    "prints the short link and the opt-out line",
    {},
    {
      kind: "text",
      body: `Hi Ann, see https://go.example/abcd${stop}`,
      targets: { link: "https://shop.example/o/1" },
      segments: 1,
    },
  ],
  ["measures with a link of usual length where none is minted", { shortUrls: {} }, { kind: "text", segments: 1 }],
  [
    "falls back where a field is missing",
    { scope: { ...input.scope, customer: {} } },
    { body: `Hi there, see https://go.example/abcd${stop}` },
  ],
  ["does not go where its link leads nowhere", { scope: { customer: {}, order: {} } }, { kind: "missing_field" }],
  [
    "does not go where a field without default is missing",
    { body: "Hi {{ customer.lastName }}" },
    { kind: "missing_field", fields: ["customer.lastName"] },
  ],
  [
    "needs no link that it does not print",
    { body: "Hi", scope: { customer: {}, order: {} } },
    { kind: "text", body: `Hi${stop}`, targets: {} },
  ],
  ["of order news has no last line", { class: "transactional", body: "Hi" }, { body: "Hi" }],
  ["has none that it says already", { body: "Hi. Reply STOP to end" }, { body: "Hi. Reply STOP to end" }],
  [
    "has none that the merchant turned off",
    { body: "Hi", footer: { optOutLine: false, firstTextLine: false } },
    { body: "Hi" },
  ],
  [
    "speaks the recipient's language",
    { body: "Hola", scope: { customer: { locale: "es-MX" } } },
    { body: "Hola\nResponda STOP para darse de baja" },
  ],
  [
    "says who writes on the first of them",
    { body: "Hi", isFirstText: true },
    {
      body: "Hi\nAcme: Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to opt out",
      segments: 1,
    },
  ],
  ["counts its last line", { body: "x".repeat(139) }, { segments: 2 }],
  ["fits with it to the last character", { body: "x".repeat(138) }, { segments: 1 }],
])("a text %s", (_, { body, ...changes }, expected) => {
  const changed = body === undefined ? input.step : { ...input.step, send: { body } };
  expect(composeText({ ...input, step: changed, ...changes })).toMatchObject(expected as object); // a part of the answer
});

const bilingual: SendStep = {
  send: {
    body: "Thanks! {{ link }}",
    promotionalBody: "Thanks, and 10 % off: {{ link }}",
    translations: {
      es: { body: "Gracias: {{ link }}", promotionalBody: "Gracias, y un 10 %: {{ link }}" },
      de: { body: "Danke" },
    },
  },
  class: "transactional",
  link: { url: "https://shop.example/o/1" },
};

it.each([
  ["es-MX", "own", "Gracias: https://go.example/abcd"],
  ["ES", "own", "Gracias: https://go.example/abcd"],
  ["de_AT", "own", "Danke"],
  ["fr", "own", "Thanks! https://go.example/abcd"],
  [undefined, "own", "Thanks! https://go.example/abcd"],
  ["es", "promotional", "Gracias, y un 10 %: https://go.example/abcd"],
  ["de", "promotional", "Thanks, and 10 % off: https://go.example/abcd"],
] as const)(
  "somebody whose locale is %s reads the %s text in their language where there is one",
  (locale, variant, body) => {
    const scope = { customer: { locale } };
    expect(composeText({ ...input, step: bilingual, variant, class: "transactional", scope })).toMatchObject({ body });
  },
);

it("a text prints a second link by its name, and only those that it prints are made", () => {
  const two: SendStep = {
    send: { body: "Track {% link 'track' %} or ask {% link 'help' %}" },
    class: "transactional",
    link: { url: "https://shop.example/unused" },
    links: { track: { url: "{{ order.url }}" }, help: { url: "https://shop.example/help" } },
  };
  const composed = composeText({
    ...input,
    class: "transactional",
    step: two,
    shortUrls: { track: "https://go.example/t" },
  });
  expect(composed).toMatchObject({
    kind: "text",
    targets: { track: "https://shop.example/o/1", help: "https://shop.example/help" },
  });
  if (composed.kind === "text")
    expect(composed.body).toContain("Track https://go.example/t or ask https://go.a-rather");
});
