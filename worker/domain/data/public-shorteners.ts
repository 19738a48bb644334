/**
 * Shorteners that anybody may use, with all names below theirs: a text that leads through one is filtered by carriers, and it would be a second hop.
 * Source of the rule: CTIA Messaging Principles and Best Practices (May 2023) and T-Mobile Code of Conduct, on shared public
 * shorteners. Domains that lead to one company's own pages alone (youtu.be, amzn.to) are none.
 */
export const publicShorteners: ReadonlySet<string> = new Set([
  ...["bit.ly", "j.mp", "tinyurl.com", "tiny.cc", "tiny.one", "t.ly", "ow.ly", "is.gd", "v.gd", "goo.gl", "buff.ly"],
  ...["rebrand.ly", "rb.gy", "cutt.ly", "cutt.us", "shorturl.at", "short.gy", "s.id", "bl.ink", "dub.sh", "kutt.it"],
  ...["kutt.to", "urlz.fr", "u.to", "soo.gd", "shrtco.de", "clck.ru", "adf.ly", "tr.im", "ouo.io", "x.gd", "surl.li"],
  ...["snip.ly", "t2m.io", "2.gp", "bitly.com", "bit.do", "t.co", "lnkd.in", "dub.link", "sink.cool", "shorturl.com"],
  ...["shorturl.gg", "tinyurl.co", "tiny.pl", "gg.gg", "da.gd", "v.ht", "bc.vc", "q.gs", "cli.gs", "mcaf.ee", "po.st"],
  ...["shorte.st", "shrinkme.io", "shrinke.me", "zws.im", "urlr.me", "chilp.it", "1url.com", "hyperurl.co", "clk.ink"],
  ...["rotf.lol", "qr.ae", "qr.net", "adfoc.us", "linkvertise.com", "lc.chat", "l.ead.me", "me-qr.com", "shorten.so"],
]);
