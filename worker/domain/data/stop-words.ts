/**
 * Words and phrases of opting out, of help and of a wrong number. All are compared after `foldText`, without apostrophes
 * and punctuation, so they may be written here as people write them.
 */

/** 47 CFR 64.1200(a)(10) names the first seven; CTIA and the carriers' lists (stopall, arret, td, remove) the others. */
export const exactWords: readonly string[] = [
  "stop",
  "quit",
  "end",
  "revoke",
  "opt out",
  "cancel",
  "unsubscribe",
  "stop all",
  "arret",
  "td",
  "remove",
];

/** Exact words that say nothing but "no more texts", so that a number or another keyword beside them changes nothing. */
export const plainWords: readonly string[] = [
  "stop",
  "unsubscribe",
  "opt out",
  "stop all",
  "arret",
  "stopp",
  "abmelden",
];

/** More words that count as a sentence or clause of their own. */
export const clauseWords: readonly string[] = [
  // en
  "unsub",
  "unsuscribe",
  "unsubcribe",
  "unscribe",
  "unsubscribed",
  "unsubscribe me",
  "opt me out",
  "stop it",
  "stop this",
  "stop that",
  "stop them",
  "stop these",
  "stop everything",
  "stop already",
  "stop contact",
  "take me off",
  "remove me",
  "delete me",
  "leave me alone",
  "go away",
  "get lost",
  "fuck off",
  "piss off",
  "bugger off",
  "do not disturb me",
  // es
  "darse de baja",
  "dar de baja",
  "darme de baja",
  "dame de baja",
  "deme de baja",
  "denme de baja",
  "de baja",
  "desuscribir",
  "desuscribirme",
  "desuscribirse",
  "desuscribeme",
  "cancelar suscripción",
  "parar",
  "paren",
  "paren ya",
  "déjame en paz",
  "déjenme en paz",
  // fr
  "arrêter",
  "arrêtez",
  "arrête",
  "arrêtez ça",
  "désabonner",
  "désabonnez-moi",
  "désabonnement",
  "désinscription",
  "désinscrire",
  "désinscrivez-moi",
  "me désabonner",
  "me désinscrire",
  "se désabonner",
  "laissez-moi tranquille",
  "fichez-moi la paix",
  // de
  "stopp",
  "stoppen",
  "abmelden",
  "abmeldung",
  "abbestellen",
  "austragen",
  "aufhören",
  "aufhoeren",
  "hör auf",
  "hört auf",
  "hören sie auf",
  "melden sie mich ab",
  "meldet mich ab",
  "lass mich in ruhe",
  "lasst mich in ruhe",
  "lassen sie mich in ruhe",
  // pt
  "parem",
  "descadastrar",
  "descadastre",
  "descadastrem",
  "cancelar inscrição",
  "me tire da lista",
  "me deixe em paz",
  "me deixem em paz",
  // it
  "disiscrivimi",
  "disiscrivetemi",
  "disiscrizione",
  "cancellatemi",
  "cancellami",
  "smettila",
  "smettetela",
  "basta messaggi",
  "basta sms",
  "lasciatemi in pace",
  "lasciami in pace",
  // nl
  "afmelden",
  "uitschrijven",
  "stoppen aub",
  "schrijf me uit",
  "meld me af",
  "laat me met rust",
];

/** CTIA's Messaging Principles ask for HELP; the others are its word in the languages served, and INFO, AIDE (Canada). */
export const helpWords: readonly string[] = ["help", "info", "aide", "ayuda", "hilfe"];

export const startWords = ["start", "unstop", "yes"] as const;

/** Said around a keyword without changing it. */
export const politeWords: readonly string[] = [
  ...[
    "please",
    "pls",
    "plz",
    "plse",
    "kindly",
    "thanks",
    "thank you",
    "thx",
    "ty",
    "ok",
    "okay",
    "hi",
    "hello",
    "hey",
    "yo",
  ],
  ...["now", "right now", "immediately", "asap", "already", "just", "and", "so", "then", "sorry", "sir", "guys"],
  ...["omg", "wtf", "ffs", "seriously", "bro", "dude", "lol", "nah", "no thanks", "no thank you", "not interested"],
  ...["por favor", "porfavor", "gracias", "ya", "svp", "stp", "sil vous plait", "sil te plait", "merci", "maintenant"],
  ...["bitte", "danke", "sofort", "jetzt", "hallo", "hola", "bonjour", "oi", "ciao", "obrigado", "obrigada", "agora"],
  ...["per favore", "grazie", "subito", "aub", "alstublieft", "alsjeblieft", "bedankt", "nu", "graag"],
];

/** Ways to lead up to a bare "stop". */
export const leadIns: readonly string[] = [
  "(?:i|im|id) (?:really )?(?:want|need|wish|wanna|would like|like|am asking|asking|asked|said|told|say)(?: (?:you|u|yall|this|these|it|them|everything))?(?: guys)?(?: to)?",
  "(?:can|could|would|will) (?:you|u|yall|we|this)(?: guys)?(?: all)?",
  "you (?:need|have|must|should|can|got)(?: to)?",
  "(?:this|these|it) (?:has|have|needs|need|must)(?: got)?(?: to)?",
  "make (?:it|this|these|them)",
  "(?:want|wanna|need)(?: to| you to| this to)?",
  "quiero|necesito|je veux|ich (?:will|mochte)|ik wil|quero|voglio",
];

/** What a phone without the sender's app puts in front of our own text when its owner taps a reaction: no request of theirs. */
export const reactionPrefixes: readonly string[] = [
  "(?:liked|loved|disliked|emphasized|questioned|laughed at|reacted \\S+ to|removed an? .{1,20} from)",
  "(?:a aime|a adore|a ri de|le gusto|le encanto|me gusta|mag|liebt|gefallt)",
  "\\p{Extended_Pictographic}\\S* (?:to|zu|a|pour)",
];

/** The first words of what mail and phone programs add below a text. */
export const signatureStarts: readonly string[] = [
  "sent from my",
  "sent via",
  "get outlook for",
  "envoyé de mon",
  "envoyé depuis",
  "enviado desde mi",
  "enviado do meu",
  "von meinem",
  "gesendet von",
  "gesendet mit",
  "inviato da",
  "verzonden vanaf",
];
