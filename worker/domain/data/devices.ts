/** How devices, operating systems and browsers name themselves. The first pattern that fits decides, so order matters. */
export const operatingSystems: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Windows Phone", /Windows Phone/],
  ["iOS", /\b(?:iPhone|iPad|iPod)\b/],
  ["Tizen", /\bTizen\b/],
  ["webOS", /\b(?:Web0S|webOS)\b/],
  ["KaiOS", /\bKAIOS\b/],
  ["HarmonyOS", /\b(?:HarmonyOS|OpenHarmony)\b/],
  ["Android", /\bAndroid\b/],
  ["Chrome OS", /\bCrOS\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\b(?:Macintosh|Mac OS X|macOS)\b/],
  ["Linux", /\b(?:Linux|X11|Ubuntu|Fedora)\b/],
];

export const browsers: readonly (readonly [name: string, pattern: RegExp])[] = [
  // Browsers inside apps carry their engine's name too.
  ["Instagram", /\bInstagram\b/],
  ["Facebook", /\b(?:FBAN|FBAV|FB_IAB|FBIOS|MetaIAB)\b/],
  ["TikTok", /\b(?:musical_ly|TikTok|BytedanceWebview|trill_\d)/],
  ["Snapchat", /\bSnapchat\b/],
  ["Pinterest", /\bPinterest\b/],
  ["LinkedIn", /\bLinkedInApp\b/],
  ["X", /\bTwitter(?:Android| for )/],
  ["LINE", /\bLine\/\d/],
  ["WeChat", /\bMicroMessenger\b/],
  ["KakaoTalk", /\bKAKAOTALK\b/],
  ["Google app", /\bGSA\/\d/],
  ["Edge", /\b(?:Edg|EdgA|EdgiOS|Edge)\/\d/],
  ["Opera", /\b(?:OPR|OPT|OPiOS|OPX|Opera)(?:\/| Mini| Mobi)/],
  ["Samsung Internet", /\bSamsungBrowser\/\d/],
  ["UC Browser", /\b(?:UCBrowser|UCWEB|UBrowser)\b/],
  ["Mi Browser", /\bMiuiBrowser\b/],
  ["Huawei Browser", /\bHuaweiBrowser\b/],
  ["Vivo Browser", /\bVivoBrowser\b/],
  ["OPPO Browser", /\bHeyTapBrowser\b/],
  ["QQ Browser", /\bM?QQBrowser\b/],
  ["DuckDuckGo", /\b(?:DuckDuckGo|Ddg)\/\d/],
  ["Yandex", /\bYaBrowser\b/],
  ["Brave", /\bBrave\b/],
  ["Vivaldi", /\bVivaldi\b/],
  ["Silk", /\bSilk\/\d/],
  ["Firefox", /\b(?:Firefox|FxiOS|Focus|Klar)\/\d/],
  ["Internet Explorer", /\b(?:MSIE |Trident\/)/],
  ["Chrome", /\b(?:CriOS|CrMo)\/\d/],
  ["Android WebView", /; wv\)/],
  ["Chrome", /\b(?:Chrome|Chromium)\/\d/],
  ["Android Browser", /\bAndroid\b.*\bVersion\/\d/],
  ["Safari", /\bSafari\/|\bAppleWebKit\b.*\bMobile\//],
];

export const deviceKinds: readonly (readonly [name: DeviceKind, pattern: RegExp])[] = [
  ["tv", /\b(?:SmartTV|SMART-TV|Smart TV|HbbTV|AppleTV|Apple TV|GoogleTV|BRAVIA|AFT[A-Z]\w*|Web0S|CrKey|Roku)\b/],
  ["tablet", /\biPad\b|\bTablet\b|\bKindle\b|\bSilk\/(?!.*Mobile)|\bPlayBook\b|\bSM-[TX]\d{3}|\bNexus (?:7|9|10)\b/],
  ["tablet", /\bAndroid\b(?!.*\bMobi)/],
  ["mobile", /\bMobi|\biPhone\b|\biPod\b|\bWindows Phone\b|\bKAIOS\b|\bMIDP-/],
  ["desktop", /\b(?:Windows|Macintosh|Mac OS X|CrOS|Linux|X11)\b/],
];

export type DeviceKind = "mobile" | "tablet" | "desktop" | "tv";
