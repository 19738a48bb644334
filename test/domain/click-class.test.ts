import { describe, expect, it } from "vitest";
import { classifyClick, type Hit } from "../../worker/domain/click-class.ts";

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const androidTail = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";

const tap: Hit = {
  method: "GET",
  userAgent: iphone,
  purposes: [],
  networkNumber: 7922, // Comcast
  sinceAcceptedMs: 60_000,
  slugsFromAddress: 1,
};
const classOf = (hit: Partial<Hit>) => {
  const result = classifyClick({ ...tap, ...hit });
  return result.kind === "person" ? "person" : result.class;
};

describe("people", () => {
  it.each([
    ["an iPhone", iphone],
    ["a Galaxy", `Mozilla/5.0 (Linux; Android 14; SM-S918B) ${androidTail}`],
    ["a phone called M bot 60", `Mozilla/5.0 (Linux; Android 7.0; M bot 60) ${androidTail}`],
    [
      "a tablet called M_bot_tab_1150",
      "Mozilla/5.0 (Linux; Android 7.1.1; M_bot_tab_1150 Build/N9F27F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/67.0.3396.87 Safari/537.36",
    ],
    ["a CUBOT", `Mozilla/5.0 (Linux; Android 11; CUBOT_X30) ${androidTail}`],
    [
      "a build by CUBOT",
      "Mozilla/5.0 (Linux; U; Android 4.2.2; it-it; S222 Build/CUBOT) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
    ],
    ["an XBot Junior", `Mozilla/5.0 (Linux; Android 8.1.0; XBot Junior) ${androidTail}`],
    ["a GM Discovery II", `Mozilla/5.0 (Linux; Android 4.4.2; GM Discovery II) ${androidTail}`],
    [
      "Instagram's browser",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 336.0.0.25.90 (iPhone14,5; iOS 17_5; en_US; en; scale=3.00; 1170x2532; 609775437)",
    ],
    [
      "Facebook's browser",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/465.0.0.37.104;FBBV/601077636;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5]",
    ],
    [
      "Google's app",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/320.0.638391461 Mobile/15E148 Safari/604.1",
    ],
    [
      "Sogou's browser",
      "Mozilla/5.0 (Linux; U; Android 5.0.2; zh-cn; Redmi Note 2 Build/LRX22G) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30 SogouMSE,SogouMobileBrowser/3.8.5",
    ],
    [
      "Chrome on Windows",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    ],
  ])("%s is a person", (_, userAgent) => {
    expect(classOf({ userAgent })).toBe("person");
  });
});

describe("programs", () => {
  it.each([
    [
      "preview",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    ],
    ["preview", "WhatsApp/2.23.20.0 A"],
    [
      "preview",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6) AppleWebKit/537.36 (KHTML, like Gecko) WhatsApp/0.2.4239 Chrome/53.0.2785.143 Electron/1.4.12 Safari/537.36",
    ],
    ["preview", `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${androidTail} GoogleMessages/2024`],
    [
      "preview",
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)",
    ],
    ["preview", "TelegramBot (like TwitterBot)"],
    ["preview", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"],
    ["crawler", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
    [
      "crawler",
      `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${androidTail} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
    ],
    ["crawler", `Mozilla/5.0 (Linux; Android 7.0; M bot 60) ${androidTail} (compatible; Googlebot/2.1)`],
    [
      "crawler",
      "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
    ],
    [
      "crawler",
      "Mozilla/5.0 (Linux; U; Android 4.0.2; en-us; Catchpoint) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
    ],
    [
      "crawler",
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
    ],
    [
      "crawler",
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amzn-User/0.1) Chrome/119.0.6045.214 Safari/537.36",
    ],
    ["library", "curl/8.5.0"],
    ["library", "python-requests/2.31.0"],
    ["library", "Go-http-client/2.0"],
    ["library", "okhttp/4.12.0"],
    ["library", "node"],
    ["library", "Dalvik/2.1.0 (Linux; U; Android 10; SM-G973F Build/QP1A.190711.020)"],
    ["library", "MobileSafari/8617.1.17.10.9 CFNetwork/1490.0.4 Darwin/23.2.0"],
    ["library", ""],
    ["library", "  "],
    ["library", undefined],
  ])("%s: %s", (machineClass, userAgent) => {
    expect(classOf({ userAgent })).toBe(machineClass);
  });

  it("are named by the part of the user agent that gave them away", () => {
    expect(classifyClick({ ...tap, userAgent: "WhatsApp/2.23.20.0 A" })).toEqual({
      kind: "machine",
      class: "preview",
      reason: "user agent: WhatsApp",
    });
  });
});

describe("a phone's request is not a person's tap", () => {
  it.each([["HEAD"], ["POST"], ["OPTIONS"]])("when its method is %s", (method) => {
    expect(classOf({ method })).toBe("method");
  });

  it.each([["prefetch"], ["prefetch;prerender"], ["Prefetch;anonymous-client-ip"], ["preview"], ["prerender"]])(
    "when its purpose is %s",
    (purpose) => {
      expect(classOf({ purposes: [purpose] })).toBe("prefetch");
    },
  );

  it("when it comes from a data centre, but not when it comes by iCloud Private Relay", () => {
    expect(classOf({ networkNumber: 16509 })).toBe("datacenter");
    expect(classOf({ networkNumber: 13335 })).toBe("person");
    expect(classOf({ networkNumber: undefined })).toBe("person");
  });

  it("when it comes within 3 s of the text's acceptance", () => {
    expect(classOf({ sinceAcceptedMs: 0 })).toBe("early");
    expect(classOf({ sinceAcceptedMs: 3_000 })).toBe("early");
    expect(classOf({ sinceAcceptedMs: 3_001 })).toBe("person");
    expect(classOf({ sinceAcceptedMs: undefined })).toBe("person");
  });

  it("when its address asks for many short links at once", () => {
    expect(classOf({ slugsFromAddress: 20 })).toBe("person");
    expect(classOf({ slugsFromAddress: 21 })).toBe("many-slugs");
  });
});
