/**
 * Who asks for a short link, where isbot's list does not say or says wrongly. Tried on the published samples of
 * matomo-org/device-detector, monperrus/crawler-user-agents and omrilotan/isbot: corrections belong here, with their source.
 */

/**
 * Parts of a person's user agent that look like a program's: taken out before isbot reads the rest, so that
 * "M bot 60 … Googlebot/2.1" is still a crawler.
 */
export const peopleAgents: readonly RegExp[] = [
  // A model name stands between Android's version and the build or the engine, and may be anything: "M bot 60", "XBot
  // Junior", "GM Discovery II". Programs that pretend to be a phone write their own name with a version, an address or a domain.
  /(?<=\(Linux;(?: U;| arm_64;)? Android [\d.]+; )(?![^()]*(?:compatible|catchpoint|DuplexWeb|https?:|\w(?:bot|spider|crawler)\b|(?:bot|spider|crawler)\/|@\w|\.com\b))[^()]{1,80}(?=\)(?: \(KHTML| AppleWebKit| Gecko))/i,
  /\bM[ _]bot[ _](?:tab[ _])?\d+\w*/i, // phones and tablets of Logicom
  /\bCUBOT\w*/i, // phones of Shenzhen Huafurui
  /\bX-?Bot[ _](?:Junior|Senior|Swift)/i,
  /\bHTC;? Radar(?: [\w.]+)?/i,
  /\bSogou(?:MSE|MobileBrowser|Search)\b[\w/.,]*/i, // a browser; the crawler is "Sogou web spider"
  /\bQQDownload [\d.]+/i, // an add-on of Internet Explorer
  /\bchromeframe\/[\d.]+/i, // likewise
  /\bMiniProgramEnv\/\w+/i, // pages inside WeChat
  /\bAliApp\([^)]*\)|@(?:lazada|taobao|tmall)_\w+/i, // browsers inside Alibaba's apps
  /\b(?:Apple|Sohu|Walla|Town|Reuters)news(?:-Now)?\/[\d.]+/i, // browsers inside news apps
  /^dv\(.*pr\(UCBrowser\/.*$/i, // UC Browser behind its compressing servers
  /\bHybrid\(\)/, // browsers inside games
  /\bJavaPlatform\/JP-[\d.]+|\bJava\/Jbed\b|\bBada\/1\.0/i, // phones before Android
];

/**
 * Messaging apps and mail filters that fetch a link to show or judge it. iMessage asks from the phone itself, as
 * "facebookexternalhit/1.1 Facebot Twitterbot/1.0"; Signal asks as "WhatsApp/2".
 */
export const previewAgents =
  /facebookexternalhit|facebookcatalog|meta-externalfetcher|facebot|twitterbot|whatsapp|googlemessages|google-pagerenderer|google web preview|google-safety|telegrambot|slackbot|slack-imgproxy|discordbot|linkedinbot|skypeuripreview|microsoftpreview|bingpreview|teamsbot|line-poker|kakaotalk-scrap|kakaostory-og-reader|snap url preview|snapchatads|pinterestbot|redditbot|vkshare|iframely|embedly|mastodon|bluesky|cardyb|zoombot|applebot|linkpreview|link[ -]preview|linkpresentation|unfurl|googleimageproxy|yahoomailproxy|outlook-?safelinks|proofpoint|mimecast|barracuda/i;

/** Programs that isbot 5.2.3 takes for people. Dalvik and CFNetwork are an app's own fetch, not a browser's. */
export const missedAgents =
  /^Dalvik\/|\bCFNetwork\/|\bHLB\/\d|yunjiankong|\bMiniature\.io\b|\bLaravel Reaver\b|\bAssetnote\b|\bAmzn-User\b|amazon-kendra|\bGTmetrix\b|\bYLT\b|turingos|geckoversion|<\?/i;

/** Which of the machines are libraries and command lines: a program fetched the link, whoever started it. */
export const libraryAgents =
  /\b(?:curl|libcurl|wget|python|aiohttp|httpx|scrapy|okhttp|go-http-client|java|jakarta|apache-httpclient|httpclient|axios|node|node-fetch|got|undici|deno|bun|ruby|faraday|php|guzzle|perl|libwww|lwp|reqwest|hyper|postman\w*|insomnia|httpie|powershell|winhttp|dart|dalvik|cfnetwork|cronet|alamofire|restsharp|urllib)(?:\b|_|$)/i;
