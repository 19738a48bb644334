import type { TemplateInput } from "../../shared/contract/templates.ts";

const order = "{{ order.name | default: order.id }}";
const named = (greeting: string): string => `{{ customer.firstName | default: '${greeting}' }}`;
const link = "{{ link }}";

/**
 * What the composer offers on day one: for the answers that a shop writes most, warm, short, one thing to do.
 *
 * All in GSM-7, which has no á, í, ó, ú, ç, ê or ô, and one segment at worst: a field of 60 characters, a link of 44 and the opt-out
 * line. So each names one field at most, and none where a link and that line are in it.
 */
export const composerTemplates = [
  {
    key: "order-status",
    name: "Order status",
    stage: "waiting",
    class: "transactional",
    link: { kind: "orderStatus" },
    bodies: {
      en: `Order ${order} is in good hands. See where it stands: ${link}`,
      es: `Su pedido ${order} va por buen camino. Siga su estado: ${link}`,
      fr: `Votre commande ${order} est entre de bonnes mains. Suivi : ${link}`,
      de: `Ihre Bestellung ${order} ist in guten Händen. Zum Stand: ${link}`,
    },
  },
  {
    key: "on-its-way",
    name: "On its way",
    stage: "waiting",
    class: "transactional",
    link: { kind: "tracking" },
    bodies: {
      en: `Good news: order ${order} is on its way. Track it: ${link}`,
      es: `Su pedido ${order} ya va de camino. Siga el paquete: ${link}`,
      fr: `Votre commande ${order} est en route. Suivez le colis : ${link}`,
      de: `Ihre Bestellung ${order} ist unterwegs. Verfolgen: ${link}`,
    },
  },
  {
    key: "delay-apology",
    name: "Sorry for the delay",
    stage: "waiting",
    class: "transactional",
    link: { kind: "orderStatus" },
    bodies: {
      en: `We are sorry: order ${order} is running late. Latest: ${link}`,
      es: `Lo sentimos: su pedido ${order} va con retraso. Estado: ${link}`,
      fr: `Désolés, votre commande ${order} a du retard. Suivi : ${link}`,
      de: `Es tut uns leid: Bestellung ${order} kommt später. Stand: ${link}`,
    },
  },
  {
    key: "out-of-stock",
    name: "Partly out of stock",
    stage: "waiting",
    class: "transactional",
    bodies: {
      en: `Part of order ${order} is out of stock, sorry. Send the rest now, or all of it later? Just reply.`,
      es: `Falta un producto de su pedido ${order}. ¿Enviamos ya el resto o todo junto? Responda, por favor.`,
      fr: `Un article de la commande ${order} manque. Envoyer le reste, ou tout ensemble ? Répondez ici.`,
      de: `Leider fehlt ein Artikel der Bestellung ${order}. Rest gleich senden oder alles zusammen?`,
    },
  },
  {
    key: "delivered-check",
    name: "Did it arrive well?",
    stage: "delivery",
    class: "transactional",
    bodies: {
      en: `Order ${order} shows as delivered. Is it all there and in one piece? If not, just reply.`,
      es: `Su pedido ${order} consta como entregado. Si falta algo o no ha llegado bien, responda a este SMS.`,
      fr: `La commande ${order} est indiquée livrée. Tout est bien là ? Sinon, répondez à ce message.`,
      de: `Bestellung ${order} ist laut Paketdienst da. Fehlt etwas oder ist etwas defekt? Dann antworten Sie.`,
    },
  },
  {
    key: "pickup-ready",
    name: "Ready for pickup",
    stage: "delivery",
    class: "transactional",
    bodies: {
      en: `Order ${order} is ready for pickup. Bring this text, and we will have it at hand. See you soon!`,
      es: `Su pedido ${order} ya le espera en la tienda. Traiga este mensaje y listo. ¡Hasta pronto!`,
      fr: `La commande ${order} vous attend en magasin. Montrez simplement ce message. Au plaisir !`,
      de: `Bestellung ${order} liegt zum Abholen bereit. Zeigen Sie einfach diese Nachricht. Bis bald!`,
    },
  },
  {
    key: "return-received",
    name: "Return received",
    stage: "delivery",
    class: "transactional",
    bodies: {
      en: `Your return for order ${order} has arrived safely. Your refund comes next; we will text you then.`,
      es: `Ya tenemos su paquete devuelto del pedido ${order}. Ahora sigue el reembolso; le avisaremos.`,
      fr: `Le retour de la commande ${order} est bien arrivé. Le remboursement suit ; nous vous écrirons.`,
      de: `Ihre Rücksendung zu Bestellung ${order} ist da. Die Erstattung folgt; wir melden uns dann.`,
    },
  },
  {
    key: "refund-done",
    name: "Refund done",
    stage: "delivery",
    class: "transactional",
    bodies: {
      en: `Your refund for order ${order} is on its way. Your bank may take up to 10 days. Questions? Just reply.`,
      es: `El reembolso del pedido ${order} ya va en camino. Su banco puede tardar un poco. ¿Dudas? Responda.`,
      fr: `Le remboursement de la commande ${order} est parti ; comptez 10 jours. Une question ? Répondez.`,
      de: `Die Erstattung zu Bestellung ${order} ist unterwegs. Ihre Bank braucht bis zu 10 Tage.`,
    },
  },
  {
    key: "thank-you",
    name: "Thank you",
    stage: "purchase",
    class: "relationship",
    bodies: {
      en: `${named("Hello")}, thank you for choosing us! It made our day, and we hope it makes yours.`,
      es: `${named("Hola")}, ¡gracias por confiar en nosotros! Nos alegra mucho.`,
      fr: `${named("Bonjour")}, merci de votre confiance ! Vous nous faites très plaisir.`,
      de: `${named("Hallo")}, danke für Ihr Vertrauen! Wir haben uns sehr gefreut.`,
    },
  },
  {
    key: "review-ask",
    name: "Ask for a review",
    stage: "usage",
    class: "relationship",
    link: { kind: "review" },
    bodies: {
      en: `How do you like it? A short review from you helps others choose: ${link}`,
      es: `¿Qué le parece? Unas palabras suyas ayudan a otros a elegir: ${link}`,
      fr: `Content de votre achat ? Votre avis aide les autres à choisir : ${link}`,
      de: `Wie gefällt es Ihnen? Ihre Bewertung hilft anderen bei der Wahl: ${link}`,
    },
  },
  {
    key: "question-reply",
    name: "Reply to a question",
    stage: "waiting",
    class: "transactional",
    bodies: {
      en: `${named("Hello")}, good question! We are looking into it and will write back to you today.`,
      es: `${named("Hola")}, buena pregunta. Lo estamos mirando y le escribimos hoy mismo.`,
      fr: `${named("Bonjour")}, bonne question ! Nous regardons et vous répondons aujourd'hui.`,
      de: `${named("Hallo")}, gute Frage! Wir sehen nach und schreiben Ihnen noch heute.`,
    },
  },
  {
    key: "address-check",
    name: "Check the address",
    stage: "waiting",
    class: "transactional",
    bodies: {
      en: `Before we ship order ${order}: could you send us your full address again? Part of it is missing.`,
      es: `Antes de enviar el pedido ${order}: ¿nos manda otra vez su domicilio completo? Parece que falta algo.`,
      fr: `Avant d'expédier la commande ${order} : renvoyez-nous votre adresse complète, il manque un détail.`,
      de: `Bevor wir Bestellung ${order} senden: Schicken Sie uns bitte noch einmal Ihre volle Adresse.`,
    },
  },
] as const satisfies readonly (TemplateInput & { readonly key: string })[];
