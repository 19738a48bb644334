import { expect, it } from "vitest";
import type { SendStep } from "../../shared/contract/flows.ts";
import { type ComposeInput, composeText } from "../../worker/domain/compose.ts";

const step = (url?: string): SendStep => ({
  send: { body: "unused" },
  class: "relationship",
  ...(url !== undefined && { link: { url } }),
});
const input: ComposeInput = {
  step: step("{{ order.url }}"),
  class: "relationship",
  body: "Hi {{ customer.firstName | default: 'there' }}, see {{ link }}",
  scope: { customer: { firstName: "Ann", locale: "en-US" }, order: { url: "https://shop.example/o/1" } },
  shortUrl: "https://go.example/abcd",
  shopName: "Acme",
  timeZone: "America/New_York",
  isFirstText: false,
  footer: { optOutLine: true, firstTextLine: true },
};
const stop = "\nReply STOP to opt out";

it.each<[string, Partial<ComposeInput>, unknown]>([
  [
    "prints the short link and the opt-out line",
    {},
    {
      kind: "text",
      body: `Hi Ann, see https://go.example/abcd${stop}`,
      targetUrl: "https://shop.example/o/1",
      segments: 1,
    },
  ],
  ["measures with a link of usual length where none is minted", { shortUrl: undefined }, { kind: "text", segments: 1 }],
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
    { kind: "text", body: `Hi${stop}`, targetUrl: undefined },
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
])("a text %s", (_, changes, expected) => {
  expect(composeText({ ...input, ...changes })).toMatchObject(expected as object); // a part of the answer
});
