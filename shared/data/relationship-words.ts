/**
 * What a text about how the customer is doing says: review, rating, survey, check-in, tips. Patterns over words, as
 * `offer-words.ts`; `(?<!…)` and `(?!…)` keep out the same word where it speaks of the order ("avis de passage").
 */
const en: readonly string[] = [
  "(?<!(?:under|in|for|manual|security) )reviews?(?! (?:your|the) (?:order|address|payment|details|invoice))",
  "rat(?:e|ing) (?:us|your|it|this|the|our)",
  "(?:star|your) ratings?",
  "feedback",
  "surveys?",
  "questionnaires?",
  "testimonials?",
  "your (?:opinion|thoughts|experience)",
  "(?:tell us|know|hear) (?:what you think|how (?:it went|we did|you like)|about your experience)",
  "what (?:do|did) you think",
  "how (?:is|was|are|were|['’]s|did|do) (?:your|you|the|it|we|everything)(?! (?:want|pay|like to))",
  "how['’]s (?:your|the|it|everything)",
  "(?:liking|enjoying|loving) (?:your|the|it)",
  "(?:hope|trust) you(?:['’]re| are)? (?:love|like|enjoy|loving|liking|enjoying|happy)",
  "(?:just )?checking in",
  "(?:care |pro |quick |top )?tips?(?! (?:the|your) (?:driver|courier))",
  "(?:care|user|style|how-to) guides?",
  "how to (?:use|care|wash|clean|wear|get the most)",
  "get(?:ting)? the most (?:out of|from)",
  "happy birthday",
  "(?:thank you|thanks) for (?:choosing|trusting) us",
  "you (?:chose|have chosen) well",
];

const es: readonly string[] = [
  "rese(?:ñ|n)as?",
  "opini(?:ó|o)n(?:es)?",
  "opinas?",
  "valor(?:a|e|ar|aci(?:ó|o)n|aciones|anos)",
  "calif(?:í|i)c(?:a|anos|ar|aci(?:ó|o)n)",
  "punt(?:ú|u)anos",
  "encuestas?",
  "qu(?:é|e) te (?:ha )?pareci?(?:ó|o|do)",
  "c(?:ó|o)mo (?:te|le|os) (?:va|fue|ha ido|queda|funciona)",
  "qu(?:é|e) tal",
  "consejos?",
  "trucos?",
  "feliz cumplea(?:ñ|n)os",
];

const fr: readonly string[] = [
  "avis(?! (?:de (?:passage|livraison|r(?:é|e)ception|retard|paiement)|d['’]exp(?:é|e)dition))",
  "not(?:ez|er)(?!,? (?:que|bien)(?!\\p{L}))",
  "(?:(?:é|e)valuez|(?:é|e)valuer|(?:é|e)valuation)",
  "(?:sondage|enqu(?:ê|e)te|questionnaire)s?",
  "qu['’]en pensez",
  "(?:que|ce que vous) pensez",
  "comment (?:trouvez|se passe|s['’]est pass(?:é|e)|allez)",
  "(?:ê|e)tes-vous satisfaite?s?",
  "votre (?:opinion|exp(?:é|e)rience|ressenti)",
  "(?:conseil|astuce)s?",
  "joyeux anniversaire",
];

const de: readonly string[] = [
  "\\p{L}*bewert(?:e|en|et|ung|ungen)",
  "rezension(?:en)?",
  "(?:um|be)frage(?:n)?",
  "r(?:ü|ue)ckmeldung",
  "(?:ihre|eure|deine) (?:meinung|erfahrung)(?:en)?",
  "wie (?:gef(?:ä|ae)ll(?:t|en)|war(?:en)?|l(?:ä|ae)uft|geht es)",
  "sind sie zufrieden|bist du zufrieden",
  "\\p{L}*tipps?",
  "\\p{L}*anleitung(?:en)?",
  "alles gute zum geburtstag",
];

export const relationshipPatterns: readonly string[] = [...en, ...es, ...fr, ...de];

/** Thanks alone are a thank-you text; beside a word of the order they open a confirmation. */
export const thankPatterns: readonly string[] = [
  "thank you",
  "thanks?",
  "gracias",
  "merci",
  "(?:vielen |herzlichen )?dank",
  "danke(?:sch(?:ö|oe)n)?",
];

/** Words that tell of an order, its parcel, its payment or its return. */
export const servicePatterns: readonly string[] = [
  "orders?(?:ed)?|purchases?|parcels?|packages?|shipments?|shipping|ship(?:s|ped)|deliver(?:y|ed|ies|s)?|track(?:ing)?",
  "refund(?:s|ed)?|return(?:s|ed)?|replacements?|exchange[ds]?|invoices?|receipts?|payments?|pick-?ups?|confirm(?:s|ed|ation)?|delay(?:s|ed)?",
  "pedidos?|compras?|paquetes?|env(?:í|i)os?|enviado|entregas?|entregado|reembolsos?|devoluci(?:ó|o)n|seguimiento|pagos?|facturas?|recog(?:er|ida)",
  "commandes?|achats?|colis|livraisons?|livr(?:é|e)e?s?|exp(?:é|e)di(?:é|e)e?s?|exp(?:é|e)dition|remboursements?|retours?|suivi|paiements?|factures?|retrait",
  "\\p{L}*bestell(?:t|ung|ungen)|\\p{L}*pakete?s?|\\p{L}*lieferung(?:en)?|geliefert|versand(?:t)?|\\p{L}*sendung(?:en)?|\\p{L}*erstattung(?:en)?|zahlung(?:en)?|rechnung(?:en)?|abholung|einkauf",
];
