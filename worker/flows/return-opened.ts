import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order } from "./phrases.ts";

export const returnOpened = {
  key: "return-opened",
  name: "Return opened",
  trigger: { event: "return.opened" },
  per: "event",
  stage: "usage",
  steps: [
    {
      send: {
        template: "return_opened",
        body: `${brand}: We have your return${order(" of order", "")} on file and will text you once it's refunded.${how(" How it works: {{ link }}")}`,
        translations: {
          es: {
            body: `${brand}: Hemos anotado que devuelves${order(" el pedido", " tu pedido")}. Te avisamos al reembolsarlo.${how(" Pasos: {{ link }}")}`,
          },
          fr: {
            body: `${brand} : votre retour${order(" de la commande", "")} est enregistré. Nous vous préviendrons du remboursement.${how(" Détails : {{ link }}")}`,
          },
          de: {
            body: `${brand}: Deine Rücksendung${order(" zu Bestellung", "")} ist notiert. Wir melden uns, sobald erstattet ist.${how(" Details: {{ link }}")}`,
          },
        },
      },
      link: { url: "{{ order.statusUrl }}" },
      class: "transactional",
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;

function how(text: string): string {
  return `{% if order.statusUrl %}${text}{% endif %}`;
}
