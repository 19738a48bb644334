/** How operating systems, browsers and devices name themselves. Of several names in one user agent the first here decides. */

type Names = readonly (readonly [name: string, words: readonly string[]])[];

export const operatingSystems: Names = [
  ["Windows Phone", ["Windows Phone"]],
  ["iOS", ["iPhone", "iPad", "iPod"]],
  ["Tizen", ["Tizen"]],
  ["webOS", ["Web0S", "webOS"]],
  ["KaiOS", ["KAIOS"]],
  ["HarmonyOS", ["HarmonyOS", "OpenHarmony"]],
  ["Android", ["Android"]],
  ["Chrome OS", ["CrOS"]],
  ["PlayStation", ["PlayStation"]],
  ["Windows", ["Windows"]],
  ["macOS", ["Macintosh", "Mac OS X", "macOS"]],
  ["Linux", ["Linux", "X11", "Ubuntu", "Fedora"]],
];

export const browsers: Names = [
  // Browsers inside apps carry their engine's name too.
  ["Instagram", ["Instagram"]],
  ["Facebook", ["FBAN/", "FBAV/", "FB_IAB/", "FBIOS", "MetaIAB"]],
  ["TikTok", ["musical_ly", "TikTok", "BytedanceWebview", "trill_"]],
  ["Snapchat", ["Snapchat"]],
  ["Pinterest", ["Pinterest"]],
  ["LinkedIn", ["LinkedInApp"]],
  ["X", ["TwitterAndroid", "Twitter for "]],
  ["LINE", ["Line/"]],
  ["WeChat", ["MicroMessenger"]],
  ["KakaoTalk", ["KAKAOTALK"]],
  ["NAVER", ["NAVER("]],
  ["Google app", ["GSA/"]],
  ["Bing app", ["NewsSapphire/", "BingSapphire/"]],
  ["Edge", ["Edg/", "EdgA/", "EdgiOS/", "Edge/"]],
  ["Opera", ["OPR/", "OPT/", "OPiOS/", "OPX/", "Opera/", "Opera Mini", "Opera Mobi"]],
  ["Samsung Internet", ["SamsungBrowser/"]],
  ["UC Browser", ["UCBrowser", "UCWEB", "UBrowser"]],
  ["Mi Browser", ["MiuiBrowser"]],
  ["Huawei Browser", ["HuaweiBrowser"]],
  ["Vivo Browser", ["VivoBrowser"]],
  ["OPPO Browser", ["HeyTapBrowser"]],
  ["QQ Browser", ["MQQBrowser", "QQBrowser"]],
  ["DuckDuckGo", ["DuckDuckGo/", "Ddg/"]],
  ["Ecosia", ["Ecosia"]],
  ["Yandex", ["YaBrowser/"]],
  ["Brave", ["Brave"]],
  ["Vivaldi", ["Vivaldi"]],
  ["Whale", ["Whale/"]],
  ["Silk", ["Silk/"]],
  ["Firefox", ["Firefox/", "FxiOS/", "Focus/", "Klar/"]],
  ["Internet Explorer", ["MSIE ", "Trident/"]],
  ["Chrome", ["CriOS/", "CrMo/"]],
  ["Android WebView", ["wv)"]],
  ["Chrome", ["Chrome/", "Chromium/"]],
  ["Safari", ["Safari/"]],
];

/** Words that settle the kind of device by themselves. */
export const deviceWords = [
  [
    "tv",
    [
      "SmartTV",
      "SMART-TV",
      "Smart TV",
      "HbbTV",
      "AppleTV",
      "Apple TV",
      "GoogleTV",
      "Android TV",
      "BRAVIA",
      "CrKey",
      "Roku",
    ],
  ],
  ["tv", ["Web0S", "AFT"]], // webOS on LG's sets, Amazon's Fire TV
  ["console", ["PlayStation", "Nintendo", "Xbox"]],
  ["tablet", ["iPad", "Tablet;", "Tablet)", "Kindle", "PlayBook", "SM-T", "SM-X", "Nexus 7", "Nexus 9", "Nexus 10"]],
  ["mobile", ["iPhone", "iPod", "Windows Phone", "KAIOS", "Opera Mini"]],
  ["tablet", ["Silk/"]], // Amazon's phones say "Mobile" too
] as const satisfies Names;

export type DeviceKind = "mobile" | "tablet" | "desktop" | "tv" | "console";

/**
 * Since iPadOS 13 an iPad calls itself a Macintosh. The iOS editions of other makers' browsers give it away; Safari tells nobody.
 */
export const iosEditions: readonly string[] = ["CriOS/", "FxiOS/", "EdgiOS/", "OPiOS/", "OPT/", "GSA/"];
