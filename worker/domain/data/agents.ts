/**
 * Who asks for a short link, where isbot's list does not say or says wrongly. Tried on the published samples of
 * matomo-org/device-detector, monperrus/crawler-user-agents and omrilotan/isbot: corrections belong here, with their source.
 */

const products = [
  "Version|Chrome|Mobile|Safari|Firefox|Gecko|CriOS|FxiOS|Focus|EdgiOS|EdgA|Edge?|OPR|OPT|OPX|OPiOS|SamsungBrowser|GSA|Ddg|DuckDuckGo",
  "YaBrowser|YaApp_iOS|SA|HuaweiBrowser|(?:XiaoMi\\/)?MiuiBrowser|HeyTapBrowser|VivoBrowser|UCBrowser|MQQBrowser|Silk|Brave|Vivaldi|Whale",
  "Instagram|Snapchat|Line|Pinterest|KAKAOTALK|TwitterAndroid|LinkedInApp|NewsSapphire|BingSapphire|AlohaBrowser|Phoenix|CCleaner|AVG|Avast",
].join("|");

/** What programs write where a phone writes its model: their name with a version, an address or a domain. */
const programParts = String.raw`compatible|catchpoint|DuplexWeb|https?:|\w(?<!cu|\bx)bot\b|(?:spider|crawler)\b|(?:bot|spider|crawler)\/|@\w|\.com\b`;

const platforms = [
  String.raw`(?:iPhone|iPad|iPod touch); (?:U; )?CPU (?:iPhone )?OS [\d_]+ like Mac OS X(?:; [a-z]{2}[-_][a-z]{2})?`,
  String.raw`Macintosh; Intel Mac OS X [\d_.]+(?:; rv:[\d.]+)?`,
  String.raw`Windows NT [\d.]+(?:; Win64; x64|; WOW64)?(?:; rv:[\d.]+)?`,
  // All but what Samsung's Messages asks for previews with (`previewNames`).
  String.raw`X11; (?!Ubuntu; Linux i686; rv:24\.0\))(?:Ubuntu; )?(?:Linux|CrOS) [\w. ]+(?:; rv:[\d.]+)?`,
  // A model's name may be anything: "M bot 60", "GM Discovery II".
  String.raw`(?:Linux; (?:U; )?)?Android [\d.]+(?:; (?![^()]*(?:${programParts}))[^()]{1,80}(?:\([^()]{1,10}\)[^()]{0,40})?)?`,
].join("|");

const comments = [
  String.raw`\((?:iPhone\d|iPad\d|\d{2}\/\d+|[\w -]{1,30}; Android \d)[^()]{2,160}\)`, // Instagram's, Snapchat's
  String.raw`\(like Safari\/[\d.]+(?:, panda)?\)`, // Snapchat's
  String.raw`\[FB(?:AN|_IAB)\/[^\][]{5,400}\]`, // Facebook's
  String.raw`\[(?:Pinterest\/iOS|LinkedInApp)\](?:\/[\d.]+)?`,
].join("|");

/**
 * What a browser of today sends and no program is known to: a platform, an engine, and products of this list alone. Nearly every
 * tap ends here, in one expression that reads the text once.
 */
export const plainAgent = new RegExp(
  `^Mozilla/5\\.0 \\((?:${platforms})\\) (?:AppleWebKit/[\\d.]+ \\(KHTML, like Gecko\\)|Gecko/[\\d.]+)(?: (?:${products})/[\\w.-]+| Mobile| TV| Safari| Instagram [\\d.]+(?: Android)?| Twitter for iPhone| like| (?:${comments}))+$`,
  "i",
);

/** No browser writes the address of a page about itself into its name, nor is it called a crawler. */
export const declaredProgram = /\+https?:\/\/|[a-tv-z]bot\/\d|crawler\b/i;

/**
 * Parts of a person's user agent that look like a program's: taken out before isbot reads the rest, so that
 * "M bot 60 … Googlebot/2.1" is still a crawler.
 */
export const peopleParts = anyOf([
  // A phone's model, between Android's version and the engine.
  new RegExp(
    String.raw`(?<=\(Linux;(?: U;| arm_64;)? Android [\d.]+; )(?![^()]*(?:${programParts}))[^()]{1,80}(?=\)(?: \(KHTML| AppleWebKit| Gecko))`,
  ),
  /\b[IMB][ _]?D?[ _]?bot[ _]?(?:tab[ _]?|x?tra[ _]?)?\d+\w*/, // phones and tablets of Logicom: matomo-org/device-detector#5701
  /\bCUBOT\w*/, // phones of Shenzhen Huafurui
  /\bX-?Bot[ _](?:Junior|Senior|Swift)/,
  /\bHTC;? Radar(?: [\w.]+)?/,
  /\bSogou(?:MSE|MobileBrowser|Search)\b[\w/.,]*/, // a browser; the crawler is "Sogou web spider"
  /\bQQDownload [\d.]+/, // an add-on of Internet Explorer
  /\bchromeframe\/[\d.]+/, // likewise
  /\bMiniProgramEnv\/\w+|\bProcess\/(?:tools|toolsmp|appbrand\d*)\b/, // pages inside WeChat
  /\bAliApp\([^)]*\)|@(?:lazada|taobao|tmall)_\w+/, // browsers inside Alibaba's apps
  /\[air(?:\.\w+)+\/[\d.]+\]/, // pages inside apps made with Adobe AIR
  /\b(?:Apple|Sohu|Walla|Town|Reuters)news(?:-Now)?\/[\d.]+/, // browsers inside news apps
  /\bAsk\.com Mobile Browser/,
  /^dv\(.*pr\(UCBrowser\/.*$/, // UC Browser behind its compressing servers
  /^\[?FBAN\/(?:FB4A|FBIOS|FBForIPhone|MessengerForiOS|Orca-Android);.*$/, // Facebook's browser without its engine's part
  / \|\|\| ReqID: .*$/, // added by a browser extension: omrilotan/isbot#269
  /\b\d{3,4}x\d{3,4}\b/, // a screen's size holds "24x7"
  /\bHybrid\(\)/, // browsers inside games
  /\bJavaPlatform\/JP-[\d.]+|\bJava\/Jbed\b|\bBada\/1\.0/, // phones before Android
  /\b(?:CE-HTML|NETTV)\/1\.0|\.Catcher[\d.]+/, // televisions: CEA-2014 (HbbTV), Hisense's and its sisters'
]);

/** A phone, and nothing by which programs that write a phone's user agent name themselves. */
export const phoneAgent =
  /^Mozilla\/5\.0 \((?:iPhone|iPad|iPod|(?:Linux; (?:U; |arm_64; )?)?Android)(?!.*(?:compatible;|https?:|bot\b))/is;

/** On a phone: a browser inside an app that bears the name of what it shows, such as "AcmeNews/4.2", "QRScanner/1.0". */
export const appParts =
  / [\w.-]*(?:news|feed|scan|checkout|library|discovery|download|proxy|capture|detect|archive|measure|radar|insight|search|retriever)[\w.-]*\/v?\d[\w.]*/gi;

/**
 * Messaging apps and mail filters that fetch a link to show or judge it. iMessage asks from the phone itself, as
 * "facebookexternalhit/1.1 Facebot Twitterbot/1.0"; Signal asks as "WhatsApp/2".
 */
const previewNames = [
  "facebookexternalhit|facebookcatalog|meta-external(?:fetcher|agent)|facebot|twitterbot|whatsapp|googlemessages|google-pagerenderer",
  "google web preview|google-safety|googleweblight|google-read-aloud|telegrambot|slackbot|slack-imgproxy|discordbot|linkedinbot",
  "skypeuripreview|microsoftpreview|bingpreview|teamsbot|line-poker|kakaotalk-scrap|kakaostory-og-reader|snap url preview|snapchatads",
  "pinterestbot|redditbot|vkshare|viberbot|iframely|embedly|mastodon|bluesky|cardyb|zoombot|applebot|linkpreview|link[ -]preview",
  "linkpresentation|unfurl|googleimageproxy|yahoomailproxy|safelinks|proofpoint|mimecast|barracuda|messagelabs",
  "symantec|zscaler|fortiguard|urlscan|virustotal|checkpoint-url|trend ?micro|trellix|cyren|brightcloud|safebrowsing",
  // Samsung's Messages, from the phone itself, as a Firefox of 2013: browscap/browscap#2157, stackoverflow.com/q/48068227.
  String.raw`^Mozilla\/5\.0 \(X11; Ubuntu; Linux i686; rv:24\.0\) Gecko\/20100101 Firefox\/24\.0$`,
  // Office follows a tapped link itself before the browser gets it, whose tap counts: superuser.com/q/1359127.
  "microsoft office|ms-office",
].join("|");

/** Programs that isbot 5.2.3 takes for people. Dalvik and CFNetwork are an app's own fetch, not a browser's. */
const missedNames = [
  String.raw`^Dalvik\/|\bCFNetwork\/|\bHLB\/\d|yunjiankong|\bMiniature\.io\b|\bLaravel Reaver\b|\bAssetnote\b|\bAmzn-User\b|amazon-kendra`,
  String.raw`\bGTmetrix\b|\bYLT\b|turingos|geckoversion|<\?|\bSlimerJS\/|\bjsdom\/|\bdart:io\b|^(?:\S+ )?okhttp\/|\bReactorNetty\/|^containerd\/|^Artifactory\/`,
  String.raw`\bElectron-fetch\b|\blibcurl\b|\bCatchpoint\b|\bDuplexWeb-Google\b|\bPTST\/|\bHotjar\b|\bUptime(?:Robot|-?Kuma)\b|\bBetter Uptime\b|\bSite24x7\b|;OneTrust;|PowerShell\/\d`,
].join("|");

/** An app's own fetch, not its browser, whatever phone stands in brackets behind it: Android's package first, Apple's networking. */
const fetchNames = [
  String.raw`^(?:com|org|net|io)\.[\w.-]+\/(?!.*AppleWebKit)|^(?:axios|reqwest|ktor-client|hackney|Swift)\b|\b(?:Alamofire|AFNetworking)\/`,
  String.raw`^(?!Mozilla)[^()]+\([^()]*; i(?:Pad)?OS [\d.]+; Scale\/[\d.]+\)$`, // AFNetworking's own form
].join("|");

/** All in one expression, so that a user agent is read once for them; the group tells which it was. */
export const knownPrograms = new RegExp(`(?<preview>${previewNames})|(?<fetch>${fetchNames})|(?:${missedNames})`, "i");

/** Which of the machines are libraries and command lines: a program fetched the link, whoever started it. */
export const libraryAgents =
  /\b(?:curl|libcurl|wget|python|aiohttp|httpx|scrapy|okhttp|go-http-client|java|jakarta|apache-httpclient|httpclient|axios|node|node-fetch|got|undici|deno|bun|ruby|faraday|php|guzzle\w*|perl|libwww|lwp|reqwest|hyper|postman\w*|insomnia|httpie|(?:windows)?powershell|winhttp|dart|dalvik|cfnetwork|cronet|alamofire|restsharp|urllib|reactornetty|jsdom)(?:\b|_|$)/i;

function anyOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map((pattern) => pattern.source).join("|"), "gi");
}
