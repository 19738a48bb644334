import { DurableObject } from "cloudflare:workers";

// The least that a text can cost: one object, one row on disk, one request to the gateway.
export class Outbox extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS outbox (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
  }

  wake() {}

  async send({ url, authorization, form }) {
    this.ctx.storage.sql.exec("INSERT INTO outbox (id, body) VALUES (?, ?)", crypto.randomUUID(), form);
    const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
    const response = await fetch(url, { method: "POST", headers, body: form });
    await response.text();
    if (response.status !== 201) throw new Error(`the gateway answered ${response.status}`);
  }
}

export default {
  /** Body: a list of texts, each with the name of its object; without `url` the objects only wake. 16 in flight, as in ours. */
  async fetch(request, env) {
    const texts = await request.json();
    const work = async () => {
      for (let text = texts.shift(); text !== undefined; text = texts.shift()) {
        const object = env.OUTBOX.getByName(text.to);
        await (text.url === undefined ? object.wake() : object.send(text));
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    return new Response(null);
  },
};
