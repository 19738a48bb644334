import { describe, expect, it } from "vitest";
import { suggestClass } from "../../shared/message-class.ts";
import { library } from "../../worker/flows/library.ts";

describe("a word of offer makes a text promotional, and is named", () => {
  it.each([
    ["Your order shipped. Take 20% off your next one", "20% off"],
    ["Thanks for your review! Here is a coupon", "coupon"],
    ["Tenemos un cupón para ti", "cupón"],
    ["Une remise de 10 % vous attend", "remise"],
    ["10 % Rabatt auf alles", "Rabatt"],
    ["It is here: {{ offer.code }}", "offer.code"],
  ])("%s", (text, word) => {
    expect(suggestClass(text)).toEqual({ class: "promotional", reason: { kind: "offer", word } });
  });
});

describe("thanks, tips, check-ins, reviews and surveys are of the relationship", () => {
  it.each([
    ["How is your serum so far?", "How is your"],
    ["Would you leave us a review?", "review"],
    ["A short survey about your order", "survey"],
    ["Three tips for your new brush", "tips"],
    ["Just checking in: all well with the shoes?", "Just checking in"],
    ["Thank you for being with us, Ada", "Thank you"],
    ["Happy birthday, Ada", "Happy birthday"],
    ["We'd love your feedback on order #1001", "feedback"],
    ["¿Qué te pareció el sérum?", "Qué te pareció"],
    ["Deja una reseña", "reseña"],
    ["Gracias por confiar en nosotros", "Gracias"],
    ["Donnez votre avis", "avis"],
    ["Notez-nous", "Notez"],
    ["Qu'en pensez-vous ?", "Qu'en pensez"],
    ["Merci de votre fidélité", "Merci"],
    ["Wie gefällt Ihnen das Serum?", "Wie gefällt"],
    ["Bitte bewerten Sie uns", "bewerten"],
    ["Pflegetipps für Ihre Schuhe", "Pflegetipps"],
    ["Vielen Dank für Ihr Vertrauen", "Vielen Dank"],
  ])("%s", (text, word) => {
    expect(suggestClass(text)).toEqual({ class: "relationship", reason: { kind: "relationship", word } });
  });
});

describe("what speaks of an order alone is a service text", () => {
  it.each([
    "",
    "Thanks for your order #1001, it ships tomorrow",
    "Thank you! Your refund of $25.00 is on its way",
    "Please review your address: we could not deliver",
    "Your order is with the bank: reviewing it takes a day",
    "Your parcel is with the driver",
    "Your payment is under review",
    "Notez que votre colis arrive demain",
    "How do you want to pay?",
    "Gracias por tu pedido #1001",
    "Merci pour votre commande",
    "Un avis de passage est dans votre boîte, s'il vous plaît",
    "Danke für Ihre Bestellung",
    "Ihre Sendung kommt morgen",
    "See https://acme.test/reviews/tips {{ order.reviewUrl }}",
  ])("%s", (text) => {
    expect(suggestClass(text)).toEqual({ class: "transactional", reason: { kind: "service" } });
  });
});

describe("where its link leads counts too", () => {
  it.each([
    ["Here you are: {{ link }}", "review", "relationship"],
    ["Here you are: {{ link }}", "cart", "promotional"],
    ["How is your serum? {{ link }}", "cart", "promotional"],
  ])("%s to a %s is %s", (text, link, wanted) => {
    expect(suggestClass(text, link)).toEqual({ class: wanted, reason: { kind: "link", link } });
  });

  it.each(["orderStatus", "tracking", "product", undefined])("%s makes it nothing else", (link) => {
    expect(suggestClass("Here you are: {{ link }}", link).class).toBe("transactional");
  });
});

it.each(
  library.flatMap(({ flow }) =>
    flow.steps.flatMap((step) => ("send" in step ? [[step.send.template, step.class, step.send.body] as const] : [])),
  ),
)("the shipped text %s is seen to be %s", (_template, own, body) => {
  expect(suggestClass(body).class).toBe(own);
});
