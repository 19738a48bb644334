import { describe, expect, it } from "vitest";
import { exactWords } from "../../worker/domain/data/stop-words.ts";
import { readKeyword } from "../../worker/domain/inbound-keywords.ts";
import { addFooter } from "../../worker/domain/opt-out-line.ts";

describe("a text that opts out", () => {
  it.each(exactWords)("the exact word %s, in any case, with outer punctuation", (word) => {
    for (const spelt of [word, word.toUpperCase(), ` ${word}. `, `"${word}"!!`, `${word} please`, `Please ${word}`]) {
      expect(readKeyword(spelt), spelt).toEqual({ kind: "stop", certainty: "sure" });
    }
  });

  it.each(exactWords.filter((word) => word.length > 3))("%s with its letters spaced, doubled or swapped", (word) => {
    const letters = [...word.replaceAll(" ", "")];
    expect(readKeyword(letters.join(" ").toUpperCase())).toMatchObject({ kind: "stop" });
    expect(readKeyword(`${word}${word.at(-1)}`)).toMatchObject({ kind: "stop" });
    expect(readKeyword([letters[1], letters[0], ...letters.slice(2)].join(""))).toMatchObject({ kind: "stop" });
  });

  it.each([
    ...["ＳＴＯＰ", "S.T.O.P.", "s-t-o-p", "S*T*O*P", "st.op", "STOPP", "SOTP", "stpo", "Stoppppp", "ENDD", "edn"],
    ...[
      "STOP 🛑",
      "🛑",
      "😡 stop 😡",
      "s\u200btop",
      "STOP\u00a0",
      "stop stop stop",
      "unsub",
      "UNSUBSCRIBE ME",
      "ARRÊT",
    ],
    ...["5 STOP", "HELP STOP", "STOP HELP", "stop 5", "YES STOP", "10 cancel", "5 stars stop", "no stop", "No, stop"],
    ...[
      "Stop. I mean it",
      "Hi, stop",
      "ok stop",
      "thanks stop",
      "not interested stop",
      "Great, thanks\nStop",
      "Stop now!",
    ],
    ...["Stop\n\nSent from my iPhone", "STOP\nJohn Smith\nACME Corp", "Stop\n--\nJohn", "(stop)", "Re: stop"],
  ])("%j, written as people write it", (text) => {
    expect(readKeyword(text)).toMatchObject({ kind: "stop" });
  });

  it.each([
    ...["I said stop", "can you stop", "could you please stop", "this has to stop", "make it stop", "STOP IT"],
    ...[
      "Please STOP texting me",
      "stop texting me",
      "quit texting me!",
      "stop messaging this number",
      "stop all messages",
    ],
    ...[
      "Stop sending me messages",
      "stop sending these",
      "stop sending me this crap",
      "stop bothering me!!",
      "stop the spam",
    ],
    ...["Take me off your list", "take me off this list please", "get me off your list", "remove me from your list"],
    ...[
      "no more texts",
      "No more messages pls",
      "leave me alone",
      "Don't text me again",
      "do not contact me",
      "Fuck off",
    ],
    ...[
      "I don't want these texts",
      "I no longer wish to receive these messages",
      "Remove my number",
      "cancel all texts",
    ],
    ...["how do I unsubscribe?", "I can't unsubscribe!", "I want to opt out", "opting out", "I revoke my consent"],
    ...[
      "im not happy stop texting me",
      "you can stop texting me",
      "Love the shirt but stop texting me",
      "stop order updates",
    ],
    ...[
      "end these messages",
      "stop promotions",
      "I never signed up for these texts",
      "I want to stop receiving these messages",
    ],
    ...[
      "I'm asking you to stop",
      "stop now or I call my lawyer",
      "I said STOP!!!",
      "Please unsubscribe me from this",
      "END TEXTS",
    ],
    ...[
      "I'd like to opt out please",
      "quit sending me messages",
      "please take my number off your list",
      "UNSUBSCRIBED",
    ],
  ])("%j, in any reasonable wording", (text) => {
    expect(readKeyword(text)).toMatchObject({ kind: "stop" });
  });

  it.each([
    ...[
      "baja",
      "BAJA",
      "alto",
      "basta",
      "no más mensajes",
      "dejen de escribirme",
      "ya no quiero recibir mensajes",
      "fin",
    ],
    ...[
      "darme de baja",
      "Por favor, paren",
      "cancelar",
      "désabonner",
      "Désabonnez-moi SVP",
      "arrêtez",
      "plus de messages",
    ],
    ...["arrêtez de m'écrire", "je ne veux plus recevoir vos sms", "ne m'envoyez plus rien", "laissez-moi tranquille"],
    ...[
      "abmelden",
      "Bitte abmelden",
      "Stopp",
      "keine Nachrichten mehr",
      "Hört auf mir zu schreiben",
      "keine weiteren SMS",
    ],
    ...["ich möchte keine SMS mehr", "sair", "parem", "não quero mais mensagens", "fermati", "niente più messaggi"],
    ...["smettetela", "disiscrivimi", "afmelden", "geen berichten meer", "uitschrijven"],
    ...[
      "退订",
      "退訂",
      "停止",
      "配信停止",
      "стоп",
      "СТОП",
      "отписаться",
      "إيقاف",
      "ايقاف",
      "توقف",
      "बंद करो",
      "수신거부",
    ],
    ...["iptal", "İPTAL", "rezygnuję", "відписатися", "HỦY", "dừng", "huy"],
  ])("%j, in the customer's own language", (text) => {
    expect(readKeyword(text)).toMatchObject({ kind: "stop" });
  });

  it.each(["en", "es", "fr", "de"])("our own line in %s, sent back", (language) => {
    for (const isFirstText of [false, true]) {
      const footer = { optOutLine: true, firstTextLine: true };
      const text = addFooter({ body: "", language, class: "promotional", isFirstText, shopName: "Acme", footer });
      expect(readKeyword(text.trim()), text).toMatchObject({ kind: "stop" });
      expect(readKeyword(`Hi Zoe, how was the serum?${text}`), text).toMatchObject({ kind: "stop" });
    }
  });

  it("is put before a person as well when it only looks like one", () => {
    expect(readKeyword("SOTP")).toEqual({ kind: "stop", certainty: "likely" });
    expect(readKeyword("can you stop")).toEqual({ kind: "stop", certainty: "likely" });
    expect(readKeyword("stop texting me")).toEqual({ kind: "stop", certainty: "sure" });
  });
});

describe("a text that does not opt out", () => {
  it.each([
    ...[
      "don't stop",
      "Don’t stop!",
      "Please don't stop!",
      "never stop",
      "please do not stop texting me",
      "do not cancel",
    ],
    ...["can't stop loving it", "Can’t stop, won’t stop loving it", "never stop sending these", "don't unsubscribe me"],
    ...["I don't want to opt out", "can't stop texting my friends about it", "if you stop texting me I'll be sad"],
    ...["no dejen de escribirme", "N'arrêtez pas de m'écrire", "why did you stop texting me", "What if I reply STOP?"],
  ])("%j: negated", (text) => {
    expect(readKeyword(text)).toEqual({ kind: "none" });
  });

  it.each([
    ...["stop by the store", "I'll stop by the store", "bus stop", "non-stop", "I bought it at Stop & Shop", "TD Bank"],
    ...["the weekend", "have a nice weekend", "end of the month", "in the end it was fine", "no end in sight"],
    ...[
      "cancel my order",
      "Please cancel order #1001",
      "cancel 1001",
      "Can I cancel?",
      "I want to cancel",
      "cancel it",
    ],
    ...["remove the gift wrap", "remove item 2", "quit smoking patches", "opt out of the insurance", "cancel the gift"],
    ...["stop the delivery", "stop my shipment", "stop sending me the wrong size", "take me off the waitlist"],
    ...[
      "the driver didn't stop",
      "did the truck stop here",
      "it won't stop leaking",
      "it stopped working",
      "don't send me these again",
    ],
    ...["the box said STOP", "don't text me the code, email it", "Please stop the shipment", "stop charging my card"],
    ...["I'd like to cancel my subscription", "I need to stop at the pharmacy", "Loved it, can't stop wearing it"],
    ...["no puedo parar de usarlo", "el fin de semana", "je veux annuler ma commande", "quero cancelar o pedido"],
    ...["arrêt de bus", "annuler ma commande", "Bestellung abmelden", "halt die Lieferung an", "la baja calidad"],
    ...["alto por favor envíen rápido", "fine", "Fine!", "red", "dens", "Ned", "dt", "unstoppable"],
  ])("%j: another object, or another word", (text) => {
    expect(readKeyword(text)).toEqual({ kind: "none" });
  });

  it.each([
    ...["Where is my order?", "5", "Thanks!", "", "👍", "yes please", "help me find my order", "start now"],
    ...["I got no texts", "I received no more messages", "you don't text me anymore", "I don't want to hear excuses"],
    ...['what does "STOP" mean?', "Thanks!\n> Reply STOP to opt out", "👍 to “Reply STOP to opt out”"],
    ...["Liked “Hi Zoë, your order is here. Reply STOP to opt out”", "Mag „Hallo. Zum Abmelden STOP antworten“"],
  ])("%j: an ordinary reply or a reaction to our text", (text) => {
    expect(readKeyword(text)).toEqual({ kind: "none" });
  });
});

describe("the other keywords", () => {
  it.each(["START", "unstop", "Yes!"])(
    "%s comes back with its word, so that the caller decides what it lifts",
    (text) => {
      expect(readKeyword(text)).toEqual({ kind: "start", word: text.toLowerCase().replace("!", "") });
    },
  );

  it.each(["HELP", "help please", "Info?", "aide", "AYUDA", "Hilfe!"])("%s asks for help", (text) => {
    expect(readKeyword(text)).toEqual({ kind: "help" });
  });

  it.each([
    ...[
      "wrong number",
      "Sorry, you have the wrong person",
      "You've got the wrong number",
      "wrong number stop texting me",
    ],
    ...["STOP wrong number", "This is not her number", "no one by that name", "número equivocado", "falsche Nummer"],
    ...["mauvais numéro", "numero sbagliato", "número errado", "verkeerd nummer"],
  ])("%j is a wrong number, which ends all texts too", (text) => {
    expect(readKeyword(text)).toEqual({ kind: "wrong_number" });
  });

  it.each([
    ...["I ordered the wrong number of shirts", "I gave you the wrong number", "Do I have the wrong size"],
    ...["wrong number on the invoice", "is this the wrong number?"],
  ])("%j is none", (text) => {
    expect(readKeyword(text)).toEqual({ kind: "none" });
  });
});
