import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { askSecretUnlessGiven, askUnlessGiven, confirm } from "./ask.ts";
import { callApi } from "./call-api.ts";
import { connectTwilio, createMerchant, describeMerchant } from "./merchant-api.ts";
import { root, StartError } from "./settings.ts";
import { ensureSecrets, findState, makeStateFolder, type Secrets, writeState } from "./state-files.ts";
import { runWrangler, tryWrangler } from "./wrangler.ts";
import { readConfigValue, writeConfigValue } from "./wrangler-config.ts";

/**
 * What a deploy must remember: the keys that Cloudflare never shows again, and the first merchant's.
 * Not in the local state, which anyone may throw away.
 */
const deployedFolder = path.join(root, ".aftertext-deployed");

export async function ensureAccount(): Promise<void> {
  const answer = await tryWrangler({ arguments: ["whoami", "--json"] });
  if (answer === undefined) {
    if (process.env.CLOUDFLARE_API_TOKEN !== undefined || !process.stdin.isTTY) {
      throw new StartError("Cloudflare knows nobody here. Set CLOUDFLARE_API_TOKEN, or run: npx wrangler login");
    }
    await runWrangler({ arguments: ["login"] });
  }
  done("account", "signed in");
}

export async function createDatabase(): Promise<void> {
  const noted = readConfigValue("database_id");
  const existing = await findDatabase();
  if (existing !== undefined && existing === noted) return done("database", noted);
  if (existing === undefined) await runWrangler({ arguments: ["d1", "create", databaseName, "--update-config=false"] });
  const id = existing ?? (await findDatabase());
  if (id === undefined)
    throw new StartError(`Cloudflare has no database "${databaseName}" although it was just created.`);
  writeConfigValue("database_id", id);
  done("database", `${id}, noted in wrangler.toml`);
}

export async function migrateDatabase(): Promise<void> {
  await runWrangler({ arguments: ["d1", "migrations", "apply", databaseName, "--remote"] });
  done("migrations", "up to date");
}

/** Answers the public address. A Worker must know its own: gateways sign it, and short links are built on it. */
export async function deployWorker(): Promise<string> {
  const output = await runWrangler({ arguments: ["deploy"] });
  const noted = readConfigValue("BASE_URL");
  const isPlaceholder = new URL(noted).hostname.startsWith("aftertext.example.");
  const assigned = /https:\/\/[\w.-]+\.workers\.dev/.exec(output)?.[0];
  const baseUrl = isPlaceholder
    ? await askUnlessGiven(process.env.AFTERTEXT_BASE_URL, "Public address", assigned)
    : noted;
  if (new URL(baseUrl).protocol !== "https:") throw new StartError("The public address must begin with https://.");
  if (baseUrl !== noted) {
    writeConfigValue("BASE_URL", new URL(baseUrl).origin);
    await runWrangler({ arguments: ["deploy"] }); // once more, now that it knows its address
  }
  done("Worker", new URL(baseUrl).origin);
  return new URL(baseUrl).origin;
}

export async function setSecrets(): Promise<Secrets> {
  makeStateFolder(deployedFolder);
  writeFileSync(path.join(deployedFolder, ".gitignore"), "*\n");
  const { secrets } = ensureSecrets(deployedFolder);
  const answer = await tryWrangler({ arguments: ["secret", "list", "--format", "json"] });
  if (answer === undefined) throw new StartError("wrangler secret list failed.");
  const present = new Set(SecretList.parse(JSON.parse(answer)).map((secret) => secret.name));
  // Only what is missing: to replace HASH_KEY or SEAL_KEYS would make every stored number and token unreadable.
  const missing = Object.entries(secrets).filter(([name]) => !present.has(name));
  if (missing.length > 0) {
    await runWrangler({ arguments: ["secret", "bulk"], input: JSON.stringify(Object.fromEntries(missing)) });
  }
  done(
    "secrets",
    missing.length === 0
      ? "all there"
      : `${missing.map(([name]) => name).join(", ")} set; keep a copy of ${deployedFolder}`,
  );
  return secrets;
}

export async function ensureFirstMerchant(baseUrl: string, adminSecret: string): Promise<FirstMerchant> {
  const known = findState(deployedFolder, merchantFile, FirstMerchant);
  if (known !== undefined) {
    done("merchant", known.merchantId);
    return known;
  }
  await waitUntilUp(baseUrl);
  const merchant = await createMerchant(baseUrl, process.env.AFTERTEXT_ADMIN_SECRET ?? adminSecret, {
    name: await askUnlessGiven(undefined, "Name of the shop, as customers know it"),
    timeZone: await askUnlessGiven(undefined, "Time zone", Intl.DateTimeFormat().resolvedOptions().timeZone),
    country: await askUnlessGiven(undefined, "Country", "US"),
    currency: await askUnlessGiven(undefined, "Currency", "USD"),
  });
  writeState(deployedFolder, merchantFile, merchant);
  process.stdout.write(`${describeMerchant(merchant)}\n`);
  return merchant;
}

export async function connectGateway(baseUrl: string, apiKey: string): Promise<void> {
  if (findState(deployedFolder, gatewayFile, Sender) !== undefined) return done("gateway", "connected before");
  const sender = await askUnlessGiven(process.env.TWILIO_SENDER, "Twilio sender (+1… or a messaging service, MG…)");
  await connectTwilio(baseUrl, apiKey, {
    accountSid: await askUnlessGiven(process.env.TWILIO_ACCOUNT_SID, "Twilio account SID (AC…)"),
    authToken: await askSecretUnlessGiven(process.env.TWILIO_AUTH_TOKEN, "Twilio auth token"),
    sender,
  });
  writeState(deployedFolder, gatewayFile, { sender });
  done("gateway", `texts go out from ${sender}`);
}

export async function sendTestText(baseUrl: string, apiKey: string): Promise<void> {
  const phone = await askUnlessGiven(undefined, "Your own phone, for a test text (+1…)");
  if (!(await confirm(`Send one text to ${phone}? It is your phone, and you agree to receive it`))) return;
  const to = encodeURIComponent(phone);
  const consent = {
    transactional: true,
    source: "deploy",
    wording: "The owner asked for a test text.",
  };
  await callApi(
    { method: "PUT", url: `${baseUrl}/v1/customers/owner`, token: apiKey, body: { phone, consent } },
    z.unknown(),
  );
  const body = "Your Aftertext is set up. This is its first text.";
  const text = { to: phone, body, class: "transactional", quiet: "ignore" };
  await callApi({ method: "POST", url: `${baseUrl}/v1/messages`, token: apiKey, body: text }, z.unknown());
  for (let looks = 0; looks < 15; looks += 1) {
    await sleep(1_000);
    const rows = await callApi({ method: "GET", url: `${baseUrl}/v1/decisions?phone=${to}`, token: apiKey }, Decisions);
    const row = rows.at(-1);
    if (row !== undefined && row.outcome !== "waiting") return done("test text", JSON.stringify(row));
    if (looks === 14) done("test text", row === undefined ? "no decision yet" : JSON.stringify(row));
  }
}

const databaseName = "aftertext";
const merchantFile = "merchant.json";
const gatewayFile = "gateway.json";

const FirstMerchant = z.object({ merchantId: z.string(), apiKey: z.string(), connection: z.string() });
type FirstMerchant = z.infer<typeof FirstMerchant>;
const Sender = z.object({ sender: z.string() });
const DatabaseList = z.array(z.object({ uuid: z.string(), name: z.string() }));
const SecretList = z.array(z.object({ name: z.string() }));
const Decisions = z.array(z.looseObject({ outcome: z.string() }));

async function findDatabase(): Promise<string | undefined> {
  const answer = await tryWrangler({ arguments: ["d1", "list", "--json"] });
  if (answer === undefined) throw new StartError("wrangler d1 list failed.");
  return DatabaseList.parse(JSON.parse(answer)).find((database) => database.name === databaseName)?.uuid;
}

/** A new workers.dev name takes a while to be known everywhere, new secrets a few seconds. */
async function waitUntilUp(baseUrl: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const answer = await fetch(`${baseUrl}/openapi.json`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(2_000);
  }
  throw new StartError(
    `${baseUrl} does not answer yet. Call npm run deploy again in a few minutes: it goes on from here.`,
  );
}

function done(step: string, said: string): void {
  process.stdout.write(`✓ ${step.padEnd(11)}${said}\n`);
}
