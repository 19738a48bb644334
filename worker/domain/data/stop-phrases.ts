/**
 * Phrases of opting out and of a wrong number, as patterns over one folded clause: lower case, no accents, no apostrophes,
 * one space between words. `sure` ones settle it; a `likely` one is put before a person as well.
 *
 * "Any reasonable means" of revoking counts: 47 CFR 64.1200(a)(10), FCC 24-24 (89 FR 15756). Each pattern names what is to
 * end, so that "stop by the store" or "cancel my order" matches none.
 */
const texts =
  "(?:texts?|txts?|text messages?|messages?|messaging|msgs?|mssgs?|sms|smses|texting|notifications?|alerts?|spam|spamming)";
const promos = `(?:${texts}|promos?|promotions?|promotional \\S+|marketing(?: \\S+)?|ads?|advertisements?|advertising|reminders?|updates?)`;
const which =
  "(?: (?:me|us|my|these|those|the|your|ur|this|that|any|all|of|so|many|such|more|further|other|damn|fucking|stupid|annoying|unwanted|text|sms|phone|promotional|marketing|order|shipping|delivery|tracking|anymore))*";
const me = "(?:me|us|my phone|my cell|my number|this number|this phone)";

const en: readonly string[] = [
  `(?:stop|quit|cease) (?:texting|txting|messaging|contacting|spamming|bothering|bugging|harassing|annoying|pestering|smsing|blowing up)(?:$| (?:${me}|please|pls|now|so|every|these|all)(?= |$))`,
  `(?:stop|quit|cease) sending(?:${which} ${promos}|${which}(?: (?:this|these|stuff|crap|shit|it|them|anything|things))?$)`,
  `(?:stop|quit|cease) (?:getting|receiving|with)${which} ${promos}`,
  `(?:stop|quit|cease|halt|block|turn off|disable)${which} ${promos}$`,
  `(?:end|cancel)${which} ${texts}(?: (?:service|subscription))?$`,
  `(?:unsubscribe|unsub|unsuscribe|unsubcribe)`,
  `(?:unsubscribing)`,
  `opt(?:ing)?(?: me| us)? out(?:$| (?:of|from)${which} (?:${promos}|everything|it|receiving|getting)| (?:please|pls|now))`,
  "optout",
  `(?:take|get) (?:me|us|this number|my (?:phone )?number) (?:off|out|from)(?:$| (?:of )?(?:of |this |your |ur |the |these |any |all |that |mailing |text |sms |marketing |contact |call )*(?:lists?|database|system|texts?|messages?))`,
  `(?:remove|delete|drop|scratch) (?:me|us|this number|my (?:phone |cell )?number)(?:$| (?:from|off|out)(?= |$)| (?:please|pls|now))`,
  `(?:lose|forget|erase) (?:my|this) (?:phone )?number`,
  `(?<!(?:got|get|gets|getting|received|receive|have|had|seen|see|are|were) )no more(?: of)?${which} ${promos}`,
  "^no (?:texts|sms|messages|texting)(?: please| thanks| thank you)?$",
  "leave (?:me|us) (?:alone|be)",
  `(?<!(?:you|u|they|guys|we|why) )(?:do not|dont|never)(?: ever)? (?:text|txt|message|contact|sms|msg|spam|bother) ${me}(?! (?:the|a|my) (?:code|link|address|photo|picture|receipt|invoice|password|pin)s?(?= |$))`,
  `(?:do not|dont|no longer) (?:want|wish|need)(?: to)?(?: get| receive| be getting| have| see)?${which} (?:${promos})`,
  "(?:do not|dont|no longer) (?:want|wish|care)(?: to)? (?:hear (?:from|anything)|be contacted|receive anything|get anything)",
  `(?:do not|dont) send${which} (?:${promos}|anything(?:$| (?:else|more|again|anymore|ever)))`,
  "(?:revoke|withdraw|rescind)(?: my| all| any| the)*(?: prior)?(?: express)? (?:consent|permission|authorization|authorisation|opt in)",
  `(?:reply|text|txt|send|sent|respond|answer|replied|texted)(?: (?:with|back|already|you))* stop(?:$| to (?:opt|unsub|end|cancel|quit|stop))`,
  "i (?:already )?(?:said|say|typed|wrote|told you)(?: to)? stop$",
  "^stop (?:now|it|this|already|immediately) or",
  "stop to (?:opt out|optout|unsubscribe|end|cancel|quit|stop)",
];

const enLikely: readonly string[] = [
  `(?:never|didnt|did not|dont remember|do not remember) (?:sign|signed|signing|opt|opted|agree|agreed|consent|consented)(?: up| in)? (?:for|to)${which} (?:this|these|${promos})`,
  "how (?:do|can|to)(?: i| we)? (?:stop|end|turn off|get off|get out of)(?: getting| receiving)?" +
    `${which} (?:${promos}|list|this|these)`,
];

const es: readonly string[] = [
  "no (?:mas|me manden mas|me envien mas|quiero mas|quiero recibir(?: mas)?|deseo recibir(?: mas)?|manden mas|envien mas)(?: de)?(?: sus| estos| los| tus| sms| textos)? (?:mensajes|mensajitos|textos|sms|promociones|notificaciones|publicidad)",
  "(?<!no )(?:deje|dejen|deja|paren|pare) de (?:escribirme|enviarme|mandarme|molestarme|molestar|enviar|mandar|textearme|contactarme)",
  "no me (?:escriban|escribas|escriba|contacten|contacte|molesten|manden|envien|textees)(?: mas| nada)?$",
  "ya no quiero(?: recibir)?(?: mas| sus| estos| los)* (?:mensajes|textos|sms)",
  "(?:quitenme|quiteme|saquenme|saqueme|borrenme|eliminenme|quitame|sacame|borrame) de (?:la|su|tu|esta|sus) lista",
  "(?:darme|dame|deme|denme|darse) de baja",
  "(?:borren|eliminen|borre|elimine) mi numero",
  "(?:responde|responda|envia|envie|escribe|escriba|conteste|contesta) stop",
  "stop para (?:no|cancelar|darse|salir|dejar)",
];

const fr: readonly string[] = [
  "(?:plus|assez|marre) (?:de|daucun)(?: vos| ces)? (?:messages?|sms|textos?|pubs?|publicites?|notifications?)",
  "ne (?:mecrivez|menvoyez|me contactez|me derangez|mecris|menvoie|me textez) (?:plus|pas)",
  "(?:arretez|arreter|arrete|cessez) (?:de|avec|les|vos|ces|tous)(?: (?:de|me|les|vos|ces))* ?(?:mecrire|menvoyer|me contacter|contacter|me deranger|messages?|sms|textos?|notifications?|menvoyez)",
  "(?:veux|souhaite|desire) (?:plus|pas)(?: recevoir)?(?: de| des| vos| ces| aucun)* (?:messages?|sms|textos?|notifications?)",
  "(?:retirez|enlevez|supprimez|otez) moi de (?:la|votre|vos|cette)(?: \\S+)? ?listes?",
  "(?:retirez|supprimez|effacez) mon numero",
  "(?:je veux|je souhaite|veuillez|comment)? ?(?:me|vous) (?:desabonner|desinscrire)(?: de| des|$)",
  "(?:repondez|envoyez|repondre|ecrivez|texto) stop",
  "stop (?:pour|au) (?:vous|me|se|ne|\\d+)",
];

const de: readonly string[] = [
  "kein(?:e|erlei)(?: weiteren| mehr)*(?: \\S+)? ?(?:nachrichten|sms|mitteilungen|werbung|texte)(?: mehr)?(?: von (?:euch|ihnen))?(?: bitte)?$",
  "(?:hort|hor|horen sie|hore) auf(?: mir| mich)?(?: \\S+)* (?:schreiben|schicken|senden|simsen|nachrichten|sms|zu nerven)",
  "(?:schreibt|schreib|schreiben sie|schickt|schick|schicken sie|sendet|senden sie) mir (?:nicht|nichts|keine)(?: \\S+)* ?mehr",
  "(?:mochte|will|wunsche)(?: \\S+)? keine(?: \\S+)? (?:nachrichten|sms|werbung|mitteilungen)",
  "(?:nehmt|nehmen sie|nimm|streicht|streichen sie|tragt|tragen sie) mich (?:von|aus)",
  "(?:loscht|loschen sie|losch) meine (?:handy|telefon)?nummer",
  "(?:mochte|will|bitte) mich (?:abmelden|austragen)",
  "mit stop (?:antworten|abmelden)",
  "stop (?:antworten|senden|schreiben|zum abmelden|schicken)",
];

const ptItNl: readonly string[] = [
  "nao (?:quero|desejo)(?: mais)?(?: receber)?(?: mais)?(?: suas| essas| estas| as)* (?:mensagens|mensagem|sms|textos)",
  "(?:sem|chega de|nao mande mais|nao mandem mais|nao enviem mais) (?:mais )?(?:mensagens|sms)",
  "(?<!nao )(?:pare|parem|para) de (?:me )?(?:mandar|enviar|escrever|incomodar|contatar)",
  "(?:tire|tirem|remova|removam|retire|retirem) (?:me|meu numero|meu telefone) d(?:a|essa|esta) lista",
  "(?:niente|non voglio|non desidero|nessun)(?: ricevere)?(?: altri| i vostri| piu| altro)* (?:messaggi|sms|messaggio)",
  "non (?:scrivetemi|mandatemi|inviatemi|contattatemi|disturbatemi|scrivermi) piu",
  "(?<!non )(?:smettete|smettetela|smettila|smetti|smettere) di (?:scrivermi|mandarmi|inviarmi|contattarmi|disturbarmi)",
  "(?:toglietemi|rimuovetemi|cancellatemi|toglimi|rimuovimi|cancellami) dal(?:la|le|l)? (?:vostra |tua )?(?:lista|elenco)",
  "(?:geen|nooit meer)(?: \\S+)? ?(?:berichten|berichtjes|sms|smsjes|smsen|appjes)(?: meer)?(?: aub)?$",
  "stop met (?:sms|smsen|berichten|appen|sturen|mij|me|het)",
  "(?:stuur|stuurt) (?:me|mij) (?:geen|niets|niks)(?: \\S+)? ?(?:meer|sms|berichten)",
  "(?:wil|hoef) geen(?: \\S+)? ?(?:berichten|sms|smsjes)",
  "(?:haal|verwijder|schrap) (?:me|mij|mijn nummer)(?:$| (?:van|uit))",
];

export const stopPhrases = { sure: [...en, ...es, ...fr, ...de, ...ptItNl], likely: enLikely } as const;

export const wrongNumberPhrases: readonly string[] = [
  "wrong (?:number|phone number|person|phone|guy|gal|girl|lady|dude|woman|man|customer|contact)(?! (?:of|on|for|in|at|to|when|listed|is|was|came|item)(?= |$))",
  "(?:nobody|no one|noone)(?: here)?(?: is)?(?: named| called)?(?: by| with| of) (?:that|this) name",
  "(?:no longer|not|isnt|aint)(?: even)? (?:his|her|their) (?:phone )?(?:number|phone|cell)",
  "(?:is not|isnt|not) the right (?:number|person)",
  "(?:numero|persona) (?:equivocado|equivocada|incorrecto|incorrecta)",
  "(?:se equivoco|se equivocan|te equivocaste|se equivocaron) de (?:numero|persona)",
  "(?:mauvais|faux) numero",
  "(?:trompe|trompez|trompes) de (?:numero|personne)",
  "mauvaise personne",
  "falsche (?:handy|telefon)?(?:nummer|person)",
  "falsch verbunden",
  "(?:numero|pessoa) errad[oa]",
  "(?:numero|persona) sbagliat[oa]",
  "(?:verkeerd nummer|verkeerde (?:persoon|nummer))",
];
