import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName, item } from "./phrases.ts";

/** Against buyer's remorse: the doubt that comes the day after. */
export const reassurance = {
  key: "reassurance",
  name: "Reassurance",
  trigger: { event: "order.placed" },
  exitOn: [{ event: "order.cancelled" }, { event: "order.refunded" }],
  stage: "waiting",
  steps: [
    {
      send: {
        template: "reassurance",
        body: `${brand}: You chose well${commaName}. Should ${item("your order")} not be right for you, just reply and we'll sort it out.`,
        translations: {
          es: {
            body: `${brand}: Has elegido bien${commaName}. Si ${item("tu pedido")} no te convence, responde a este SMS y lo arreglamos.`,
          },
          fr: {
            body: `${brand} : bon choix${commaName}. Si ${item("votre commande")} ne vous convient pas, répondez et nous trouverons une solution.`,
          },
          de: {
            body: `${brand}: Gute Wahl${commaName}. Falls ${item("deine Bestellung")} doch nicht passt, antworte einfach: Wir finden eine Lösung.`,
          },
        },
      },
      class: "relationship",
      after: "PT36H",
      quiet: "defer",
      expires: "P3D",
    },
  ],
} as const satisfies Flow;
