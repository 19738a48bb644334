/**
 * Names that no short link may take, lower case, without a slash.
 *
 * A merchant's own words (track, offer, loyalty, review, sale, shop …) stay free: named links are made of them.
 */
export const reservedSlugs: ReadonlySet<string> = new Set([
  // First segments of our own addresses, present and planned.
  ...["v1", "v2", "v3", "bench", "hooks", "hook", "webhooks", "webhook", "openapi", "openapi.json", "admin", "oauth"],
  ...["oauth2", "callback", "callbacks", "gateways", "gateway", "dlr", "inbound", "connect", "install", "pair"],
  ...["c", "o", "q", "r", "u", "qr", "optout", "opt-out", "optin", "opt-in", "unsubscribe", "stop", "start"],
  ...["consent", "preferences", "erase", "export", "health", "healthz", "livez", "ready", "readyz", "ping", "version"],
  ...["metrics", "debug", "links", "clicks", "messages", "flows", "events", "customers", "reports", "simulator"],
  ...["domains", "imports", "import", "bulk", "resume", "blocked-hosts"],

  // Files that browsers, phones and crawlers ask for at the root. Source: RFC 8615 (.well-known), RFC 9309 (robots.txt),
  // RFC 9116 (security.txt), sitemaps.org, IAB ads.txt, Apple's "Supporting associated domains", Microsoft's
  // browserconfig, W3C Web Application Manifest. Those with a dot are no slugs anyway; they stand here for the reason given.
  ...[".well-known", "well-known", "favicon.ico", "favicon.png", "favicon.svg", "favicon", "robots.txt", "robots"],
  ...["sitemap.xml", "sitemap_index.xml", "sitemap.txt", "sitemap", "sitemaps", "security.txt", "humans.txt", "humans"],
  ...["ads.txt", "app-ads.txt", "sellers.json", "llms.txt", "ai.txt", "trust.txt", "apple-touch-icon"],
  ...["apple-touch-icon.png", "apple-touch-icon-precomposed", "apple-touch-icon-precomposed.png"],
  ...["apple-app-site-association", "assetlinks.json", "browserconfig.xml", "browserconfig", "crossdomain.xml"],
  ...["crossdomain", "clientaccesspolicy.xml", "manifest.json", "manifest.webmanifest", "site.webmanifest", "manifest"],
  ...["service-worker.js", "service-worker", "serviceworker.js", "serviceworker", "sw.js", "sw", "index.html", "index"],
  ...["index.php", "index.htm", "opensearch.xml", "opensearch", "rss.xml", "rss", "feed", "feeds", "atom.xml", "atom"],
  ...[
    "cdn-cgi",
    "wp-admin",
    "wp-login",
    "wp-login.php",
    "wp-content",
    "wp-includes",
    "wp-json",
    "xmlrpc.php",
    "xmlrpc",
  ],
  ...[".env", ".git", ".htaccess", "cgi-bin", "server-status", "phpmyadmin", "phpinfo", "autodiscover", "autoconfig"],

  // Usual names of web applications: signing in.
  ...["login", "log-in", "logon", "logout", "log-out", "logoff", "signin", "sign-in", "signout", "sign-out", "signup"],
  ...["sign-up", "register", "registration", "auth", "authorize", "authorise", "authenticate", "authentication", "sso"],
  ...["saml", "oidc", "openid", "mfa", "2fa", "otp", "session", "sessions", "token", "tokens", "password", "passwords"],
  ...["reset-password", "password-reset", "forgot-password", "forgot", "verify", "verification", "confirm", "activate"],
  ...["invite", "invites", "invitation", "invitations", "account", "accounts", "profile", "profiles", "me", "user"],
  ...["users", "team", "teams", "member", "members", "org", "orgs", "organization", "organizations", "workspace"],
  ...["workspaces", "billing", "invoice", "invoices", "subscribe", "subscription", "subscriptions"],
  // Administration.
  ...["administrator", "administration", "root", "system", "sysadmin", "superuser", "moderator", "staff", "settings"],
  ...["setting", "config", "configuration", "console", "control", "panel", "cpanel", "backend", "manage", "management"],
  ...[
    "manager",
    "dashboard",
    "dashboards",
    "portal",
    "internal",
    "private",
    "setup",
    "status",
    "monitor",
    "monitoring",
  ],
  ...["logs", "audit", "jobs", "queue", "cron", "test", "tests", "testing", "staging", "dev", "development"],
  // API.
  ...[
    "api",
    "apis",
    "api-docs",
    "rest",
    "graphql",
    "graphiql",
    "rpc",
    "trpc",
    "grpc",
    "soap",
    "swagger",
    "docs",
    "doc",
  ],
  ...["documentation", "developer", "developers", "sdk", "ws", "wss", "websocket", "socket", "sse", "stream", "v0"],
  // Assets.
  ...["asset", "assets", "static", "statics", "public", "dist", "build", "bundle", "css", "style", "styles"],
  ...["stylesheet", "stylesheets", "js", "javascript", "script", "scripts", "img", "imgs", "image", "images", "icon"],
  ...["icons", "font", "fonts", "media", "file", "files", "upload", "uploads", "download", "downloads", "cdn", "cache"],
  ...["node-modules", "vendor", "lib", "libs", "tmp", "temp", "data", "backup", "backups"],
  // Statistics.
  ...["stat", "stats", "statistic", "statistics", "analytics", "analytic", "insights", "report", "tracking", "tracker"],
  ...["pixel", "beacon", "collect", "log", "export-data", "telemetry"],
  // Pages that a phisher would like to have under a shop's name.
  ...["abuse", "security", "legal", "imprint", "privacy", "privacy-policy", "terms", "terms-of-service", "tos", "gdpr"],
  ...["cookies", "dmca", "postmaster", "hostmaster", "webmaster", "www", "mail", "email", "ftp", "smtp", "error"],
  ...["errors", "404", "403", "500", "not-found", "null", "undefined", "true", "false", "nan"],
]);
