import { describe, expect, it } from "vitest";
import { findOfferWords } from "../../shared/offer-words.ts";

describe("words of offer in a service text", () => {
  it.each([
    ["Your order shipped. Take 20% off your next one", ["20% off"]],
    ["Delivered! Here is a discount for next time", ["discount"]],
    ["Everything is on sale today", ["sale"]],
    ["A coupon is waiting", ["coupon"]],
    ["Use promo code now", ["promo code"]],
    ["Order again with code SAVE10", ["with code SAVE10"]],
    ["10 for you with code welcome10", ["with code welcome10"]],
    ["Enjoy free shipping next time", ["free shipping"]],
    ["Today's deals are here", ["deals"]],
    ["Save 10% this week", ["Save 10%"]],
    ["Save $5 on refills", ["Save $5"]],
    ["Get $10 off", ["$10 off"]],
    ["Buy one get one this week", ["Buy one get one"]],
    ["A special offer for you", ["special offer"]],
    ["Earn double points", ["Earn double points"]],
    ["You might also like our mugs. Shop now", ["You might also like", "Shop now"]],
    ["20% de descuento en tu próxima compra", ["20% de descuento"]],
    ["Tenemos ofertas y envío gratis", ["ofertas", "envío gratis"]],
    ["Usa tu cupón", ["cupón"]],
    ["Profitez de 10 % de remise", ["Profitez", "remise"]],
    ["Une remise de 10 % et la livraison offerte", ["remise", "livraison offerte"]],
    ["Les soldes commencent, code promo inclus", ["soldes", "code promo"]],
    ["10 % Rabatt auf alles", ["Rabatt"]],
    ["Ihr Gutscheincode wartet", ["Gutscheincode"]],
    ["Sparen Sie 5 €, versandkostenfrei", ["Sparen Sie 5 €", "versandkostenfrei"]],
    ["Sonderangebote der Woche", ["Sonderangebote"]],
    ["Your order {{ order.name }} is here: {{ offer.code }}", ["offer.code"]],
  ])("%s", (text, words) => {
    expect(findOfferWords(text)).toEqual(words);
  });

  it("names each word once, as the text spells it", () => {
    expect(findOfferWords("Sale! SALE! sale!")).toHaveLength(1);
  });
});

describe("a pure service text has none", () => {
  it.each([
    "Hi Zoe, your order #1001 is confirmed. Track it: https://go.acme.test/ab12cd34",
    "Your tracking code 1Z999AA10123456784 is active",
    "Your order code ABCD1234 and pickup code XY99",
    "Your confirmation code: ABCD12. Use code 4821 at the locker",
    "Use code ab12cd at the locker",
    "Returns are free. We saved your place. Free returns within 30 days",
    "We can't offer tracking for this parcel, sorry",
    "Sorry, we'll deal with it today. It's no big deal",
    "Keep your proof of sale. Final sale items stay final",
    "It cleared customs clearance by noon",
    "100% cotton, wash cold",
    "Save this number so you know it's us",
    "Su pedido sale hoy. Devolución gratis",
    "Tu paquete ya salió; el envío llega mañana",
    "La remise du colis est prévue à 14 h. Votre colis a été remis",
    "Remise en main propre contre signature",
    "Ihre Bestellung ist unterwegs. Die Rücksendung ist kostenlos",
    "Your refund of $25.00 is on its way",
  ])("%s", (text) => {
    expect(findOfferWords(text)).toEqual([]);
  });
});
