import type { Shop } from "../tables/short-domains.ts";

/** The page behind a link that leads nowhere: it says whose it was, and never why it does not work. */
export async function renderNotFound(shop: Shop | undefined, status: 404 | 429 = 404): Promise<Response> {
  const site = shop?.siteUrl !== undefined && /^https?:\/\//.test(shop.siteUrl) ? shop.siteUrl : undefined;
  return new Response(page(shop?.name, site), {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "private, no-store",
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${await sha256(style)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      "X-Robots-Tag": "noindex, nofollow",
      ...(status === 429 ? { "Retry-After": "60" } : {}),
    },
  });
}

const style = `
:root { color-scheme: light dark; --ink: #1c1b22; --soft: #6b6875; --paper: #faf9f7; --card: #fff; --line: #e7e3dc; --tap: #3b3bd6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f0f5; --soft: #a6a1b3; --paper: #131217; --card: #1d1b23; --line: #302d39; --tap: #a5a4ff; }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px;
  background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif;
}
main {
  width: 100%; max-width: 26rem; padding: 40px 32px; text-align: center;
  background: var(--card); border: 1px solid var(--line); border-radius: 20px;
}
.shop { margin: 0 0 28px; font-weight: 600; overflow-wrap: anywhere; }
.broken { display: block; margin: 0 auto 20px; stroke: var(--soft); }
h1 { margin: 0 0 8px; font-size: 1.4rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0; color: var(--soft); }
.shop { color: var(--ink); }
a {
  display: inline-block; margin-top: 28px; padding: 12px 22px; border-radius: 999px;
  background: var(--tap); color: var(--card); font-weight: 600; text-decoration: none; overflow-wrap: anywhere;
}
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
`;

function page(name: string | undefined, site: string | undefined): string {
  const shown = name === undefined ? undefined : escapeHtml(name);
  const title = shown === undefined ? "Link not found" : `Link not found · ${shown}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${shown === undefined ? "" : `<p class="shop">${shown}</p>`}
<svg class="broken" width="56" height="56" viewBox="0 0 24 24" fill="none" stroke-width="1.6" stroke-linecap="round" aria-hidden="true">
<path d="M9 17H7A5 5 0 0 1 7 7h2M15 7h2a5 5 0 0 1 4 8M8 12h4M3 3l18 18"/>
</svg>
<h1>This link does not lead anywhere</h1>
<p>It may have ended, or a character went missing on the way.</p>
${site === undefined ? "" : `<a href="${escapeHtml(site)}" rel="noreferrer">Go to ${shown ?? "the shop"}</a>`}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Of the style as it is, so that the policy can't drift from it. */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
