import { DurableObject } from "cloudflare:workers";

// The least that a redirect can cost whose click is on disk before it leaves: hits that come together share one message and one
// row. Nothing is resolved, told apart or described, nobody is helped whose group fails.
export class Outbox extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS click_group (id INTEGER PRIMARY KEY, clicks TEXT NOT NULL)");
  }

  append(clicks) {
    this.ctx.storage.sql.exec("INSERT INTO click_group (clicks) VALUES (?)", clicks);
  }
}

const redirect = new Response(null, {
  status: 302,
  headers: { Location: "https://juniper.example/", "Cache-Control": "private, no-store" },
});

let gathering;
let isWriting = false;
let startNext;

export default {
  fetch(request, env, ctx) {
    let group = gathering;
    if (group === undefined) {
      group = { clicks: "", leave: [] };
      gathering = group;
      ctx.waitUntil(lead(group, env));
    }
    const userAgent = request.headers.get("User-Agent");
    group.clicks += JSON.stringify({ id: Math.random(), url: request.url, atMs: Date.now(), userAgent });
    return new Promise((resolve) => {
      group.leave.push(() => resolve(redirect));
      setTimeout(() => {}, 150); // workerd ends a request that has nothing of its own to wait for
    });
  },
};

async function lead(group, env) {
  if (isWriting) {
    await new Promise((resolve) => {
      startNext = resolve;
      setTimeout(resolve, 25);
    });
  }
  await scheduler.wait(0);
  gathering = undefined;
  isWriting = true;
  await env.OUTBOX.getByName("clicks").append(group.clicks);
  isWriting = false;
  for (const leave of group.leave) leave();
  startNext?.();
  startNext = undefined;
}
