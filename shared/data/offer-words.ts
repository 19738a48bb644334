/**
 * What makes a text an offer. Patterns over words, case and accents as typed; `(?<!…)` and `(?!…)` keep out the same word
 * where it speaks of service ("proof of sale", "remise du colis", "su pedido sale hoy").
 * Source: 47 CFR 64.1200(f)(13) with (a)(2): one purpose of sale makes a text telemarketing.
 */
const amount = "(?:[$€£]\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?(?:%|percent|[$€£]|euros?|dollars?))";

const en: readonly string[] = [
  `${amount} off`,
  `save (?:up to |an extra |over )?${amount}`,
  "save (?:big|more|on)",
  "savings",
  "(?<!no |not )discount(?:s|ed)?",
  "coupons?",
  "(?:with|use|using|enter|apply) (?:the |our |your )?code:? (?=\\p{L}*\\d)\\p{L}{2}[\\p{L}\\d]{2,}(?! (?:at|to open|for the|on the)(?!\\p{L}))",
  "vouchers?",
  "promos?(?: codes?)?",
  "promotions?",
  "promotional",
  "(?:special|exclusive|limited|introductory) offers?",
  "(?<!(?:we|they|which|that|you|not|to|carriers?|also|can|will|do|don['’]t) )offers?(?!\\.\\w)(?! (?:you )?(?:help|support|assistance|tracking|a refund|to))",
  "(?<!(?:point|proof|bill|terms|conditions|certificate) of )(?<!(?:after|final|for|pedido|paquete|env[ií]o|compra|orden|que|ya|no|se)[ -])sales?(?! (?:hoy|mañana|el|la|de|del|en|para|este|esta|ya|pronto|hacia|al|receipt|team|staff|final|rep|tax|number))",
  "(?<!(?:no|big|great|good) )deals?(?! with)",
  "(?:great|good|best|better) deals?(?! (?:of|with))",
  "bargains?",
  "clearance(?! by| through)",
  "(?<!customs )clearance sale",
  "half[ -](?:off|price)",
  "(?:price drop|lowest prices?|special price|markdowns?)",
  "free (?:\\w+ )?(?:shipping|delivery|gift|sample)s?",
  "freebies?",
  "gift with (?:your |every |any )?purchase",
  "(?:buy|get) (?:one|two|1|2),? get (?:one|two|1|2)",
  "bogo",
  "[23][ -]for[ -][12]",
  "(?:limited[ -]time|flash sale|while (?:stocks?|supplies) lasts?)",
  "(?:shop|buy|order) now",
  "shop (?:our|the|new|all)",
  "new (?:arrivals?|collections?)",
  "you (?:might|may|['’]ll|will) also (?:like|love)",
  "cash ?back",
  "(?:double|triple|extra|bonus) points",
  "earn (?:\\w+ )?points",
  "refer a friend",
  "order (?:it |them )again",
  "know (?:somebody|someone) who (?:would|might|could)",
  "(?:giveaway|sweepstakes|prize draw)s?",
  "early access",
  "upgrade (?:now|today)",
  "(?:see|discover|explore|check out) (?:what['’]?s|everything) new",
  "we miss you",
  "time (?:to|for a) (?:re-?order|restock|refill)",
];

const es: readonly string[] = [
  "(?:\\d+\\s?% (?:de )?)?descuentos?",
  "rebaj(?:as?|ad[oa]s?)",
  "ofertas?",
  "promoci(?:ó|o)n(?:es)?",
  "cup(?:ó|o)n(?:es)?",
  "c(?:ó|o)digo (?:promocional|de descuento)",
  "env(?:í|i)os? (?:gratis|gratuitos?)",
  "ahorr(?:a|e|ar|as)",
  "liquidaci(?:ó|o)n",
  "gangas?",
  "regalo gratis",
  "(?:compra|compre|pide|pida) (?:ya|ahora)",
  "[23]x[12]",
  "(?:descubre|descubra|mira) (?:nuestras |las )?novedades",
  "te echamos de menos",
];

const fr: readonly string[] = [
  "(?<!(?:été|est|sera|etre|être|a|en) )remises?(?! (?:du|des|de (?:votre|la|l|ce|vos|mon)|au|aux|à|en|contre|par)(?!\\p{L}))",
  "r(?:é|e)ductions?",
  "rabais",
  "(?:en solde|soldes|sold(?:é|ée|és|ées))",
  "(?:code|offre) promo(?:tionnelle?)?",
  "bons? (?:d['’]achat|de r(?:é|e)duction|plans?)",
  "offres? (?:sp(?:é|e)ciales?|exclusives?|limit(?:é|e)es?|du)",
  "(?:notre|nos|votre|une|cette|l['’]) ?offres?",
  "(?:livraison|frais de port|port) (?:offerte?s?|gratuite?s?)",
  "cadeau offert",
  "(?:é|e)conomise[zr]",
  "ventes? (?:flash|priv(?:é|e)es?)",
  "d(?:é|e)stockage",
  "(?:achetez|commandez) (?:maintenant|vite)",
  "profitez",
  "d(?:é|e)couvrez (?:nos|les) nouveaut(?:é|e)s",
  "vous nous manquez",
];

const de: readonly string[] = [
  "\\p{L}*rabatt\\p{L}*",
  "\\p{L}*gutschein\\p{L}*",
  "\\p{L}*angebote?n?s?",
  "(?:aktionscode|aktionspreis\\p{L}*|schn(?:ä|ae)ppchen|preisnachlass|nachlass)",
  "reduziert(?:e[nrsm]?)?",
  "erm(?:ä|ae)(?:ß|ss)igt\\p{L}*|erm(?:ä|ae)(?:ß|ss)igung\\p{L}*",
  `spar(?:e|en|t)(?: sie)?(?: bis zu| jetzt)? ${amount}`,
  "(?:jetzt|geld) spar(?:en|e)",
  "(?:schluss|aus|sommer|winter)verkauf",
  "versandkostenfrei\\p{L}*",
  "(?:kostenlose[rn]?|gratis|freier) versand",
  "(?:jetzt|gleich) (?:kaufen|shoppen|bestellen)",
  "(?:unsere )?neuheiten",
  "wir vermissen (?:sie|dich)",
];

/** "code SAVE10", but not the code of a parcel, a door or an account. */
export const codePattern =
  "(?<!(?:tracking|confirmation|order|verification|pick-?up|collection|access|door|gate|security|zip|postal|area|qr|bar|return|locker|pin|delivery|login|sms|source|de suivi|de retrait|de confirmation) )code:? (?=[A-Z0-9-]*[A-Z])[A-Z][A-Z0-9-]{3,}";

export const offerPatterns: readonly string[] = [...en, ...es, ...fr, ...de];

/** Merge fields that print an offer. */
export const offerFields: readonly string[] = [
  "offer.code",
  "offer.value",
  "offer.url",
  "related.name",
  "related.shortName",
  "related.url",
];
