import type { BulkLinksInput, MadeLinks } from "../../shared/contract/links.ts";
import { clock } from "../clock.ts";
import type { Link } from "../domain/link.ts";
import type { Slug } from "../domain/slug.ts";
import { nameBatch } from "../links/batch-id.ts";
import { type LinkError, linkChecker, ownLinkDomain } from "../links/check-link.ts";
import { linkStore, type NewLink } from "../links/link-store.ts";
import { shownDomain } from "../links/short-url.ts";
import { viewCreated } from "../links/view-link.ts";
import { invalidLink, type LinksContext, slugTaken } from "./links.ts";

/** Of what is wrong with ten thousand links, as much as a person reads. */
const MOST_ERRORS = 100;
/** Each name lies where its hash says: one call each. */
const MOST_NAMED = 250;

interface Checked {
  readonly link: NewLink;
  readonly slug: Slug | undefined;
  readonly path: string;
}

/**
 * `POST /v1/links/bulk`: all of them are looked at before any is made, and one that cannot be made stops them all.
 *
 * The same call under the same Idempotency-Key finds what was made before a crash, also where no answer was kept.
 */
export async function createLinks({ links: inputs }: BulkLinksInput, context: LinksContext): Promise<MadeLinks> {
  const { env, merchant, idempotencyKey } = context;
  const check = await linkChecker(inputs, context);
  const batchId = await nameBatch(idempotencyKey, JSON.stringify(inputs));
  const errors: LinkError[] = [];
  const checked: Checked[] = [];
  for (const [index, input] of inputs.entries()) {
    const one = check(input);
    const path = `links.${index}`;
    if (one.kind === "ok") checked.push({ link: { ...one.link, batch: { id: batchId, index } }, slug: one.slug, path });
    else errors.push(...one.errors.map((error) => ({ ...error, path: `${path}.${error.path}` })));
  }
  errors.push(...findTwins(checked));
  if (checked.filter(({ slug }) => slug !== undefined).length > MOST_NAMED) {
    errors.push({ path: "links", message: `name at most ${MOST_NAMED} slugs a call; the others are drawn` });
  }
  if (errors.length > 0) throw invalidLink(errors.slice(0, MOST_ERRORS));

  const made = await makeAll(checked, context);
  const domain = shownDomain(ownLinkDomain(merchant, env.BASE_URL), env.BASE_URL);
  return { domain, items: made.map((link) => viewItem(link, env.BASE_URL)) };
}

function viewItem(link: Link, baseUrl: string): MadeLinks["items"][number] {
  const { slug, shortUrl } = viewCreated(link, baseUrl);
  return { slug, shortUrl };
}

function findTwins(checked: readonly Checked[]): readonly LinkError[] {
  const first = new Map<Slug, string>();
  return checked.flatMap(({ slug, path }) => {
    const before = slug === undefined ? undefined : first.get(slug);
    if (slug !== undefined && before === undefined) first.set(slug, path);
    return before === undefined ? [] : [{ path: `${path}.slug`, message: `is asked for by ${before} too` }];
  });
}

/** Names first: only they can be taken, and then nothing else has been made. */
async function makeAll(
  checked: readonly Checked[],
  { env, merchantId, idempotencyKey }: LinksContext,
): Promise<readonly Link[]> {
  const links = linkStore(env);
  const machineNowMs = clock.machineNowMs();
  const named = checked.flatMap(({ link, slug, path }) => (slug === undefined ? [] : [{ link, slug, path }]));
  const known = await Promise.all(named.map(({ link, slug }) => links.find(link.domain, slug)));
  // Under a key it may be this very call's from before a crash: making it again gives it back, or says that it is taken.
  const isAgain = (link: Link) => idempotencyKey !== undefined && link.merchantId === merchantId;
  const taken = named.filter((_, i) => {
    const link = known[i];
    return link !== undefined && !isAgain(link);
  });
  if (taken.length > 0) throw slugTaken(taken.map(({ path }) => ({ path: `${path}.slug`, message: "is taken" })));

  const made = new Map<NewLink, Link>();
  for (const { link, slug, path } of named) {
    const one = await links.mintNamed(link, slug, machineNowMs);
    if (one === undefined) throw slugTaken([{ path: `${path}.slug`, message: "is taken" }]);
    made.set(link, one);
  }
  const drawn = checked.filter(({ slug }) => slug === undefined).map(({ link }) => link);
  const minted = await links.mint(drawn, machineNowMs, { isShownAtOnce: true });
  drawn.forEach((link, i) => {
    const one = minted[i];
    if (one !== undefined) made.set(link, one);
  });
  return checked.map(({ link }) => {
    const one = made.get(link);
    if (one === undefined) throw new Error("a link was neither named nor drawn");
    return one;
  });
}
