/** Numbers as people write them out, folded (`foldText`), in the languages that the library's texts ship in. */
export const numberWords: Readonly<Record<string, number>> = Object.fromEntries(
  [
    "zero one two three four five six seven eight nine ten",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    "zero un deux trois quatre cinq six sept huit neuf dix",
    "null eins zwei drei vier funf sechs sieben acht neun zehn",
    "zero uno due tre quattro cinque sei sette otto nove dieci",
    "zero um dois tres quatro cinco seis sete oito nove dez",
    "nul een twee drie vier vijf zes zeven acht negen tien",
    "nul une deux trois quatre cinq six sept huit neuf dix",
    "null ein zwei drei vier fuenf sechs sieben acht neun zehn",
  ].flatMap((line) => line.split(" ").map((word, value) => [word, value] as const)),
);

export const starWords = "stars? estrellas? etoiles? sterne? stelle estrelas? sterren points? puntos? punkte?".split(
  " ",
);

/** Before a number these make it a time, a quantity or a name, and no score. */
export const notBeforeScore = new Set(
  "at until till by around before after size order number no nr room apt x las hasta antes pedido talla vers avant apres taille commande um bis vor nach grosse bestellung uhr #".split(
    " ",
  ),
);

/** Plain praise and plain displeasure; what is neither goes to a person. */
export const praise =
  "love loved loving great excellent perfect amazing awesome fantastic wonderful happy best beautiful delicious superb brilliant thrilled recommend " +
  "encanta encanto excelente perfecto perfecta genial fantastico fantastica maravilloso maravillosa increible feliz contenta contento bueno buenisimo " +
  "adore parfait parfaite excellent excellente genial geniale super formidable ravie ravi magnifique top " +
  "toll super perfekt klasse ausgezeichnet fantastisch wunderbar begeistert zufrieden prima spitze liebe";

export const displeasure =
  "bad terrible awful horrible worst hate hated broken broke damaged disappointed disappointing disappointment poor useless refund unhappy " +
  "defective leaking leaked wrong faulty garbage waste rubbish angry missing complaint " +
  "mal malo mala horrible pesimo pesima roto rota danado danada decepcionado decepcionada odio devolucion reembolso defectuoso " +
  "mauvais mauvaise horrible nul nulle casse cassee decu decue abime abimee remboursement defectueux " +
  "schlecht schrecklich furchtbar kaputt enttauscht beschadigt defekt mies unzufrieden falsch mangelhaft";

export const negations =
  "not no never dont didnt isnt wasnt cant wont nothing hardly sin nunca jamas pas jamais sans nicht kein keine keinen nie".split(
    " ",
  );

/** A question, which a person answers. */
export const questionStarts =
  "where when what why how who which can could is are do does did will would donde cuando que por como quien puedo puede ou quand comment pourquoi est wo wann was warum wie wer kann konnen".split(
    " ",
  );
