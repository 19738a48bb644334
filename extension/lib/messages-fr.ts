import { fr as composer } from "./composer-messages-fr.ts";
import type { Messages } from "./messages.ts";

export const fr: Messages = {
  language: "fr",
  loading: "Chargement…",
  tryAgain: "Réessayer",
  connect: {
    title: "Connectez votre boutique",
    lead: "Écrivez au client à côté de sa commande.",
    label: "Connexion",
    hint: "Collez la ligne donnée par Aftertext. Elle ressemble à https://sms.example.com#clé.",
    button: "Connecter",
    checking: "Vérification…",
    connected: (name) => `Connecté à ${name}.`,
    empty: "Collez d’abord la connexion\u00a0: la ligne qu’Aftertext a affichée au démarrage.",
    noAddress:
      "Ce n’est pas une connexion. Elle commence par https:// (ou http://127.0.0.1), puis # et la clé. Copiez toute la ligne.",
    insecure:
      "Cette adresse commence par http://\u00a0: votre clé pourrait être lue en chemin. Utilisez l’adresse https://.",
    noKey: "La clé après # manque ou est coupée. Copiez toute la ligne.",
  },
  disconnect: {
    button: "Déconnecter",
    question: (name) => `Se déconnecter de ${name}\u00a0? Il faudra de nouveau la connexion.`,
    confirm: "Oui, déconnecter",
    cancel: "Rester connecté",
    done: "Déconnecté.",
  },
  failures: {
    offline: { title: "Vous êtes hors ligne", advice: "Vérifiez votre connexion internet, puis réessayez." },
    unreachable: (host) => ({
      title: `Pas de réponse de ${host}`,
      advice: "Vérifiez qu’Aftertext y fonctionne et que l’adresse est juste.",
    }),
    unreachableHere: (host) => ({
      title: `Pas de réponse de ${host}`,
      advice: "Aftertext ne tourne pas sur cet ordinateur. Lancez-le avec npm start, puis réessayez.",
    }),
    wrongKey: {
      title: "Cette clé n’est pas valable",
      advice: "Elle est mal recopiée, remplacée ou retirée. Reconnectez-vous avec une connexion à jour.",
    },
    busy: { title: "Trop de requêtes", advice: "Attendez une minute, puis réessayez." },
    broken: (status) => ({
      title: "Aftertext a un problème",
      advice: `Le serveur a répondu par l’erreur ${status}. Réessayez\u00a0; si elle persiste, consultez son journal.`,
    }),
    refused: (status) => ({
      title: "Aftertext a refusé",
      advice: `Le serveur a répondu par l’erreur ${status}. Vérifiez que le serveur et cette extension sont à jour.`,
    }),
    foreign: (host) => ({
      title: `${host} ne répond pas comme Aftertext`,
      advice:
        "Vérifiez l’adresse de la connexion. Si elle est juste, l’un des deux est trop ancien : mettez à jour le serveur et cette extension.",
    }),
    stale: (title) => `${title}. Voici le dernier état connu.`,
  },
  noRecord: {
    elsewhere: {
      title: "Ouvrez une commande de votre boutique",
      advice: "Puis cliquez à nouveau sur Aftertext\u00a0: les SMS de cette commande s’affichent ici.",
    },
    hidden: {
      title: "Quelle commande\u00a0?",
      advice: "Allez à l’onglet de la commande et cliquez-y sur le bouton Aftertext.",
    },
    phones: "Ouvrir les téléphones simulés",
  },
  unknown: {
    store: (shop, name) => ({
      title: "Cette boutique n’est pas connectée",
      advice: `${shop} n’est pas une boutique de ${name} dans Aftertext. Connectez-la, ou ouvrez une commande d’une boutique connectée.`,
    }),
    order: {
      title: "Aftertext ne connaît pas cette commande",
      advice: "Une nouvelle commande apparaît en une minute, une plus ancienne dès qu’elle change.",
    },
    customer: {
      title: "Aftertext ne connaît pas ce client",
      advice: "Les clients apparaissent dès qu’ils commandent ou changent après la connexion de la boutique.",
    },
    post: {
      title: "Aftertext ne connaît pas cette page",
      advice: "Si c’est une commande\u00a0: une nouvelle apparaît en une minute, une plus ancienne dès qu’elle change.",
    },
  },
  customer: {
    nobody: "Pas encore de client",
    noName: "Nom inconnu",
    noPhone: "Pas de téléphone",
    there: (time) => `${time} sur place`,
    optedOut: "Désinscrit de tout",
    serviceTexts: (allowed) => (allowed ? "SMS de suivi permis" : "Pas de SMS de suivi"),
    promotionalTexts: (allowed) => (allowed ? "Publicité permise" : "Pas de publicité"),
  },
  order: {
    placed: (when) => `Passée le ${when}`,
    moreItems: (quantity) => `et ${quantity} de plus`,
    parcelStates: {
      shipped: "Expédié",
      out_for_delivery: "En cours de livraison",
      ready_for_pickup: "Prêt au retrait",
      attempt_failed: "Échec de livraison",
      delivered: "Livré",
      delayed: "Retardé",
      lost: "Perdu",
      damaged: "Endommagé",
    },
  },
  texts: {
    title: "SMS",
    none: "Pas encore de SMS.",
    from: (name) => `${name}\u00a0:`,
    notSent: (count) => `${count} SMS non envoyés`,
    segments: (segments) => (segments < 2 ? `${segments} segment` : `${segments} segments`),
    clicks: (people, all) =>
      all === 0 ? "aucun clic" : `${people < 2 ? `${people} personne` : `${people} personnes`} · ${all} en tout`,
    changed: (status, body) => `${status}\u00a0: ${body}`,
  },
  status: {
    sending: "Envoi…",
    sent: "Envoyé",
    delivered: "Remis",
    received: "Reçu",
    unknown: "Peut-être envoyé\u00a0: la passerelle ne l’a pas dit",
    waiting: "En attente",
    waitingUntil: (when) => `En attente jusqu’au ${when}`,
    suppressed: "Non envoyé",
    failed: "Échec",
    because: (status, reason) => `${status}\u00a0: ${reason}`,
  },
  reasons: {
    opted_out: "le client s’est désinscrit",
    no_consent: "pas de consentement pour ce type",
    holdout: "retenu pour comparer",
    exited: "ne convient plus à la commande",
    superseded: "une nouvelle plus récente est partie",
    condition: "il n’avait pas lieu d’être ici",
    missing_field: "une valeur du texte manque",
    content: "la passerelle refuse ce texte",
    expired: "trop tard pour être utile",
    reserved: "un SMS plus important est prévu bientôt, et la limite n’en permet qu’un",
    no_entry: "la commande n’a pas lancé ce scénario",
    test_order: "c’est une commande de test",
    no_phone: "pas de numéro qui reçoive des SMS",
    taken_back: "vous l’avez repris",
    dead_link: "son lien ne marche plus",
    unreachable: "ce numéro est injoignable",
    gateway_rejected: "la passerelle l’a rejeté",
    stopped: "vous avez arrêté les SMS",
    brake: "un frein de sécurité est actif",
    paused: "le scénario est en pause",
    budget: "le budget est épuisé",
    pace: "attend son tour",
    quiet_hours: "heures calmes",
    cap: "assez de SMS pour le moment",
  },
  composer,
  pairing: {
    disclosure:
      "Quand vous cliquez sur Aftertext dans une commande ou une fiche client, le nom de la boutique et le numéro de la fiche vont à ce serveur, puis le SMS que vous envoyez ; rien d’autre de la page, et à personne d’autre.",
    ended: (name) => ({
      title: "Ce navigateur a été déconnecté",
      advice: `${name} a mis fin à l’accès de ce navigateur. Vos brouillons sont toujours là : reconnectez-vous pour continuer.`,
    }),
    lastLink: {
      title: "Votre dernier lien court",
      copy: "Copier",
      copied: "Copié",
      close: "Fermer",
      failed: "Aucun lien court n’a été créé",
      reasons: {
        notPaired: "Connectez d’abord Aftertext.",
        notWeb: "Un téléphone n’ouvre que les adresses qui commencent par http:// ou https://.",
        credentials: "Cette adresse contient un nom d’utilisateur ou un mot de passe.",
        tooLong: "Cette adresse compte plus de 2 048 caractères.",
        private: "Cette adresse ne fonctionne que dans votre propre réseau.",
        refused: "Aftertext ne raccourcit pas cette adresse. C’est peut-être déjà un lien court.",
        unreachable: "Aftertext ne répond pas. Vérifiez votre connexion, puis réessayez.",
        broken: "Aftertext a un problème. Réessayez dans une minute.",
      },
    },
  },
};
