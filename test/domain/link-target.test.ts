import { describe, expect, it } from "vitest";
import { checkTarget } from "../../worker/domain/link-target.ts";

const ownDomains = new Set(["127.0.0.1:8787", "go.acme.test"]);
const check = (url: string) => checkTarget(url, { ownDomains });

describe("a link may lead to", () => {
  it.each([
    ["https://shop.example", "https://shop.example/"],
    ["http://shop.example/a b?c=d e#f g", "http://shop.example/a%20b?c=d%20e#f%20g"],
    ["HTTPS://Shop.Example:443/Path", "https://shop.example/Path"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://shop.example/a%0d%0aSet-Cookie:%20x=1", "https://shop.example/a%0d%0aSet-Cookie:%20x=1"],
    ["https://shop.example/?u=https://bit.ly/x", "https://shop.example/?u=https://bit.ly/x"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://172.32.0.1/", "https://172.32.0.1/"],
    ["https://100.128.0.1/", "https://100.128.0.1/"],
    ["https://[2606:4700::1111]/", "https://[2606:4700::1111]/"],
    ["https://[2001:4860:4860::8888]/", "https://[2001:4860:4860::8888]/"],
    ["https://10.example/", "https://10.example/"],
    ["https://localhost.example/", "https://localhost.example/"],
    ["https://notgo.acme.test/abc", "https://notgo.acme.test/abc"],
    ["  https://shop.example/x\n", "https://shop.example/x"],
    ["https:shop.example/x", "https://shop.example/x"],
    ["https:\\\\shop.example\\x", "https://shop.example/x"],
    ["https://shop.example/a\r\nb", "https://shop.example/ab"],
    ["https://shop.example/\u0000x", "https://shop.example/%00x"],
    ["https://shop.example/../../x", "https://shop.example/x"],
    ["https://shop.example/%2e%2e/x", "https://shop.example/x"],
    ["https://shop.example:8443/", "https://shop.example:8443/"],
    ["http://shop.example:443/", "http://shop.example:443/"],
    ["https://@shop.example/", "https://shop.example/"],
    ["https://shop.example./", "https://shop.example./"],
    ["https://shop_1.example/", "https://shop_1.example/"],
    ["https://shop.example/?q=a+b&x=%20#:~:text=now", "https://shop.example/?q=a+b&x=%20#:~:text=now"],
    ["https://shop.example/🛒?x=🎁", "https://shop.example/%F0%9F%9B%92?x=%F0%9F%8E%81"],
    ["https://shop。example/", "https://shop.example/"],
    ["https://bit.ly.example/x", "https://bit.ly.example/x"],
    ["https://notbit.ly/x", "https://notbit.ly/x"],
    ["https://128.0.0.1/", "https://128.0.0.1/"],
    ["https://169.253.255.255/", "https://169.253.255.255/"],
    ["https://192.167.255.255/", "https://192.167.255.255/"],
    ["https://198.20.0.1/", "https://198.20.0.1/"],
    ["https://223.255.255.255/", "https://223.255.255.255/"],
    // Our own pages, wherever we run.
    ["http://127.0.0.1:8787/o/abc123", "http://127.0.0.1:8787/o/abc123"],
    ["http://127.0.0.1:8787/bench/phone", "http://127.0.0.1:8787/bench/phone"],
    ["https://go.acme.test/r/abc123", "https://go.acme.test/r/abc123"],
  ])("%s, kept as %s", (url, kept) => {
    expect(check(url)).toEqual({ kind: "ok", url: kept });
  });

  it("an address of 2,048 characters, and of no more", () => {
    const start = "https://shop.example/";
    expect(check(start + "x".repeat(2048 - start.length)).kind).toBe("ok");
    expect(check(start + "x".repeat(2049 - start.length))).toEqual({ kind: "refused", why: "too-long" });
    // Counted as it is kept: an umlaut takes six.
    expect(check(start + "ü".repeat(400))).toEqual({ kind: "refused", why: "too-long" });
  });
});

describe("a link may not lead to", () => {
  it.each([
    ["", "unreadable"],
    ["shop.example", "unreadable"],
    ["//shop.example", "unreadable"],
    ["https://", "unreadable"],
    ["https://1.2.3.4.5/", "unreadable"],
    ["https://256.1.1.1/", "unreadable"],
    ["javascript:alert(1)", "scheme"],
    ["java\nscript:alert(1)", "scheme"],
    ["data:text/html,x", "scheme"],
    ["ftp://shop.example/", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["intent://x#Intent;end", "scheme"],
    ["https://user@shop.example/", "credentials"],
    ["https://user:secret@shop.example/", "credentials"],
    ["https://:secret@shop.example/", "credentials"],
    ["https://shop.example@127.0.0.1/", "credentials"],
    ["http://localhost/", "private-host"],
    ["http://LOCALHOST.:3000/", "private-host"],
    ["http://a.localhost/", "private-host"],
    ["http://printer.local/", "private-host"],
    ["http://metadata.google.internal/", "private-host"],
    ["http://127.0.0.1/", "private-host"],
    ["http://127.0.0.1:9999/x", "private-host"],
    ["http://127.0.0.1./", "private-host"],
    ["http://127.1/", "private-host"],
    ["http://2130706433/", "private-host"],
    ["http://0x7f000001/", "private-host"],
    ["http://0x7f.1/", "private-host"],
    ["http://0177.0.0.1/", "private-host"],
    ["http://017700000001/", "private-host"],
    ["http://①②⑦.0.0.1/", "private-host"],
    ["http://127%2e0.0.1/", "private-host"],
    ["http://0/", "private-host"],
    ["http://0.0.0.0/", "private-host"],
    ["http://10.0.0.1/", "private-host"],
    ["http://172.16.0.1/", "private-host"],
    ["http://172.31.255.255/", "private-host"],
    ["http://192.168.1.1/", "private-host"],
    ["http://169.254.169.254/latest/meta-data", "private-host"],
    ["http://100.64.0.1/", "private-host"],
    ["http://100.127.255.255/", "private-host"],
    ["http://192.0.0.8/", "private-host"],
    ["http://192.0.2.1/", "private-host"],
    ["http://198.19.255.255/", "private-host"],
    ["http://198.51.100.1/", "private-host"],
    ["http://203.0.113.1/", "private-host"],
    ["http://224.0.0.1/", "private-host"],
    ["http://255.255.255.255/", "private-host"],
    ["http://[::]/", "private-host"],
    ["http://[::1]/", "private-host"],
    ["http://[::ffff:127.0.0.1]/", "private-host"],
    ["http://[::ffff:7f00:1]/", "private-host"],
    ["http://[::ffff:8.8.8.8]/", "private-host"],
    ["http://[64:ff9b::7f00:1]/", "private-host"],
    ["http://[2002:7f00:1::]/", "private-host"],
    ["http://[2001::1]/", "private-host"],
    ["http://[2001:db8::1]/", "private-host"],
    ["http://[fe80::1]/", "private-host"],
    ["http://[fd00::1]/", "private-host"],
    ["http://[ff02::1]/", "private-host"],
    ["http://intranet/", "host-without-dot"],
    ["http://intranet./", "host-without-dot"],
    ["http://127.0.0.1:8787/abcd2345", "short-link"],
    ["http://127.0.0.1:8787/%61bcd2345/", "short-link"],
    ["http://0x7f000001:8787/abcd2345", "short-link"],
    ["https://go.acme.test/track", "short-link"],
    ["https://GO.acme.test.:8443/TRACK?x=1", "short-link"],
    ["https://bit.ly/3xyz", "short-link"],
    ["https://anybody.short.gy/x", "short-link"],
    ["https://BIT.LY./3xyz", "short-link"],
    ["https://.example/", "unreadable"],
    ["https://shop..example/", "unreadable"],
    ["https://shop.example:99999/", "unreadable"],
    ["https://shop .example/", "unreadable"],
    ["https://[::1", "unreadable"],
    ["mailto:a@shop.example", "scheme"],
    ["tel:+14155550123", "scheme"],
    ["sms:+14155550123", "scheme"],
    ["vbscript:x", "scheme"],
    ["about:blank", "scheme"],
    ["blob:https://shop.example/x", "scheme"],
    ["view-source:https://shop.example/", "scheme"],
    ["ws://shop.example/", "scheme"],
    ["  javascript:alert(1)", "scheme"],
    ["\u0001javascript:alert(1)", "scheme"],
    ["JaVaScRiPt:alert(1)", "scheme"],
    ["https://shop.example%40evil.example@10.0.0.1/", "credentials"],
    ["http://localhost.localdomain.localhost/", "private-host"],
    ["http://foo.home.arpa/", "private-host"],
    ["http://127.0.0.1.nip.io@127.0.0.1/", "credentials"],
    ["http://0x7f.0x0.0x0.0x1/", "private-host"],
    ["http://0300.0250.1.1/", "private-host"],
    ["http://3232235777/", "private-host"],
    ["http://１２７.０.０.１/", "private-host"],
    ["http://127。0。0。1/", "private-host"],
    ["http://[0:0:0:0:0:ffff:a00:1]/", "private-host"],
    ["http://[::127.0.0.1]/", "private-host"],
    ["http://[fec0::1]/", "private-host"],
    ["http://[100::1]/", "private-host"],
    ["http://[3fff::1]/", "private-host"],
    ["http://192.88.99.1/", "private-host"],
    ["http://239.255.255.250/", "private-host"],
    ["http://0.1.2.3/", "private-host"],
    ["https://www.tinyurl.com/3xyz", "short-link"],
  ])("%s: %s", (url, why) => {
    expect(check(url)).toEqual({ kind: "refused", why });
  });
});

describe("a blocked host", () => {
  const blockedHosts = new Set(["rival.example", "xn--bcher-kva.example"]);

  it.each([
    ["https://rival.example/"],
    ["https://www.rival.example/x"],
    ["https://RIVAL.example.:8443/"],
    ["https://bücher.example/"],
  ])("is refused with all names below it: %s", (url) => {
    expect(checkTarget(url, { ownDomains, blockedHosts })).toEqual({ kind: "refused", why: "blocked" });
  });

  it.each([["https://notrival.example/"], ["https://rival.example.org/"], ["https://example/rival.example"]])(
    "is no other: %s",
    (url) => {
      expect(checkTarget(url, { ownDomains, blockedHosts })).not.toMatchObject({ why: "blocked" });
    },
  );
});
