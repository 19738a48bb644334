import type { AroundMessages } from "./around-messages.ts";

export const fr: AroundMessages = {
  language: "fr",
  menus: {
    shorten: "Raccourcir et copier",
    textCustomer: "Envoyer un SMS à ce client",
    textSelection: "Envoyer un SMS à « %s »",
  },
  title: {
    replies: (waiting) => (waiting === 1 ? "1 réponse attend la vôtre" : `${waiting} réponses attendent la vôtre`),
    copied: (shortUrl) => `${shortUrl} est copié`,
    made: "Le lien court est prêt, mais cette page empêche de le copier. Cliquez ici pour le copier.",
    failed: (why) => `Pas de lien court : ${why}`,
    noPhone: "Le texte sélectionné n’est pas un numéro de téléphone avec indicatif, comme +33 6 12 34 56 78.",
  },
  shortening: {
    notPaired: "connectez d’abord Aftertext. Cliquez ici.",
    notWeb: "un téléphone n’ouvre que les adresses qui commencent par http:// ou https://.",
    credentials: "cette adresse contient un nom d’utilisateur ou un mot de passe.",
    tooLong: "cette adresse compte plus de 2 048 caractères.",
    private: "cette adresse ne fonctionne que dans votre propre réseau.",
    refused: "Aftertext ne raccourcit pas cette adresse. C’est peut-être déjà un lien court.",
    unreachable: "Aftertext ne répond pas. Vérifiez votre connexion, puis réessayez.",
    broken: "Aftertext a un problème. Réessayez dans une minute.",
  },
  inPage: {
    group: "Aftertext",
    open: "Écrire à ce client",
    move: "Déplacer ce bouton : touches fléchées, ou glissez-le",
    hide: "Le masquer dans cette boutique (les options d’Aftertext le rétablissent)",
    corners: {
      bottomRight: "En bas à droite",
      bottomLeft: "En bas à gauche",
      topRight: "En haut à droite",
      topLeft: "En haut à gauche",
    },
  },
  omnibox: {
    hint: "Un numéro de commande comme #1001, ou de téléphone comme +33612345678",
    none: "Aucune commande ni aucun client n’a ce numéro chez vous",
    order: (name, customerName, when) =>
      [`Commande ${name}`, customerName, when].filter((part) => part !== undefined).join(" · "),
    customer: (name) => `Écrire à ${name}`,
  },
  panel: {
    hidden: {
      title: "Cliquez une fois sur le bouton Aftertext dans cet onglet",
      advice:
        "Aftertext ne voit un onglet qu’après un clic sur son bouton. Pour que ce panneau vous suive sans clic, activez dans les options le bouton dans les pages de votre boutique.",
    },
  },
  options: {
    title: "Options d’Aftertext",
    unpaired: {
      title: "Ce navigateur n’est pas connecté",
      advice: "Cliquez sur le bouton Aftertext de la barre d’outils et collez-y votre connexion.",
    },
    connection: {
      title: "Connexion",
      server: "Serveur",
      merchant: "Marchand",
      device: "Ce navigateur",
      disconnect: "Déconnecter ce navigateur",
      question: (name) => `Se déconnecter de ${name} ? Il vous faudra de nouveau la connexion.`,
      confirm: "Oui, déconnecter",
      cancel: "Rester connecté",
      loading: "Question posée à Aftertext…",
      failed: "Aftertext ne répond pas. Ce que vous voyez n’est peut-être plus à jour.",
      tryAgain: "Réessayer",
    },
    devices: {
      title: "Navigateurs connectés",
      lead: "Chacun a son propre accès. Révoquez celui qui est perdu ou ne sert plus : il est déconnecté aussitôt.",
      current: "Ce navigateur",
      added: (when) => `Connecté : ${when}`,
      lastUsed: (when) => `Dernière utilisation : ${when}`,
      neverUsed: "Pas encore utilisé",
      revoke: "Révoquer",
      revokeNamed: (name) => `Révoquer ${name}`,
      question: (name) => `Déconnecter ${name} ? Il lui faudra la connexion pour revenir.`,
      confirm: "Oui, révoquer",
      cancel: "Le garder",
      revoked: (name) => `${name} n’a plus accès.`,
      unsupported:
        "Votre serveur Aftertext est plus ancien que cette extension et ne tient pas de liste de navigateurs. Mettez-le à jour.",
    },
    stores: {
      title: "Boutiques",
      lead: "Aftertext fonctionne dans toutes par son bouton de la barre d’outils. Il peut aussi placer un bouton dans les pages de la boutique.",
      none: "Aucune boutique n’est encore connectée.",
      button: "Bouton dans les pages de la boutique",
      explain: (host) =>
        `Votre navigateur demandera l’accès à ${host}. Aftertext s’en sert pour lire l’adresse de la page, jamais son contenu.`,
      refused: (host) => `Votre navigateur n’a pas donné accès à ${host} : le bouton reste désactivé.`,
      insecure: "Possible seulement si l’administration de la boutique utilise https.",
      hidden: "Vous avez masqué le bouton dans cette boutique.",
      showAgain: "L’afficher de nouveau",
      corner: "Coin",
      turnedOn: (shop) => `Le bouton est activé dans ${shop}.`,
      turnedOff: (shop) => `Le bouton est désactivé dans ${shop}.`,
    },
    shortcuts: {
      title: "Raccourcis",
      lead: "Votre navigateur les garde et vous laisse les changer.",
      none: "Aucun",
      change: "Changer les raccourcis",
      changeByHand:
        "Pour les changer, ouvrez about:addons, puis la roue dentée, puis « Gérer les raccourcis d’extensions ».",
      names: {
        _execute_action: "Ouvrir Aftertext",
        "open-side-panel": "Ouvrir le panneau latéral",
        "shorten-page": "Raccourcir et copier l’adresse de cette page",
      },
      omnibox: "Dans la barre d’adresse : un numéro de commande ou de téléphone",
      send: "Dans l’éditeur : envoyer",
    },
    preferences: {
      title: "Préférences",
      undo: "Délai pour reprendre un SMS",
      undoHint: "Le SMS attend ce délai après le clic sur Envoyer. Chaque SMS peut en choisir un autre.",
      seconds: (seconds) => (seconds === 0 ? "Envoyer aussitôt" : `${seconds} secondes`),
      language: "Langue",
      browserLanguage: "Celle du navigateur",
      saved: "Enregistré.",
    },
  },
};
