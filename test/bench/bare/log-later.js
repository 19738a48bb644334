// What self-hosted shorteners do: read the link, answer, log afterwards. A click that is not yet logged dies with the process.
export default {
  async fetch(request, env, ctx) {
    const slug = new URL(request.url).pathname.slice(1);
    const link = await env.DB.prepare("SELECT target_url FROM links WHERE slug = ?1").bind(slug).first();
    if (link === null) return new Response(null, { status: 404 });
    ctx.waitUntil(
      env.DB.prepare("INSERT INTO clicks (id, slug, at_ms, user_agent) VALUES (?1, ?2, ?3, ?4)")
        .bind(crypto.randomUUID(), slug, Date.now(), request.headers.get("User-Agent"))
        .run(),
    );
    return new Response(null, { status: 302, headers: { Location: link.target_url, "Cache-Control": "no-store" } });
  },
};
