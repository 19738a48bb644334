// The least that a durable intake can cost: the body as it came, one insert, 200.
export default {
  async fetch(request, env) {
    await env.DB.prepare("INSERT INTO bodies (id, body) VALUES (?1, ?2)")
      .bind(crypto.randomUUID(), await request.text())
      .run();
    return new Response(null);
  },
};
