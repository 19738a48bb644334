// The least that links of a list can cost: nothing checked, slugs drawn, one insert for all of them, then the answer.
export default {
  async fetch(request, env) {
    const { links } = await request.json();
    const rows = links.map(({ url, customer }) => ({ slug: crypto.randomUUID().slice(-8), url, customer }));
    await env.DB.prepare(
      `INSERT INTO links (slug, target_url, customer)
       SELECT value ->> 'slug', value ->> 'url', value ->> 'customer' FROM json_each(?1)`,
    )
      .bind(JSON.stringify(rows))
      .run();
    return Response.json({ items: rows });
  },
};
