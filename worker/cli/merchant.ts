/** `npm run merchant -- <command>`: merchants, their stores and gateways, and sample orders for the demo shop. */
import { parseArgs } from "node:util";
import * as z from "zod";
import { findNearestWord } from "../domain/nearest-word.ts";
import { askSecretUnlessGiven, askUnlessGiven } from "./ask.ts";
import { ApiError } from "./call-api.ts";
import { findDemoShop } from "./demo-shop.ts";
import { connectStore, connectTwilio, createMerchant, describeMerchant } from "./merchant-api.ts";
import { playDemoShop } from "./sample-store.ts";
import { readSettings, type Settings, StartError } from "./settings.ts";
import { findState, Instance, Secrets, secretsFile } from "./state-files.ts";
import { instanceFile } from "./state-lock.ts";

const help = `npm run merchant -- <command> [options]

  create            a merchant and its API key
    --name            the shop's name, as customers know it
    --time-zone       IANA name, for example America/New_York
    --country         two letters (US)
    --currency        three letters (USD)
                      admin secret: AFTERTEXT_ADMIN_SECRET, or asked for; locally read from the state folder

  connect-shopify   take orders from a Shopify shop
    --shop            name.myshopify.com
    --secret          the app's client secret; SHOPIFY_WEBHOOK_SECRET, or asked for
    --access-token    of the Admin API, to fetch older records; SHOPIFY_ACCESS_TOKEN, or none

  connect-woocommerce   take orders from a WooCommerce site
    --shop            the site's address, acme.com or acme.com/shop
    --secret          of its webhooks; WOOCOMMERCE_WEBHOOK_SECRET, or asked for
    --consumer-key    ck_…, to fetch older records and lost orders; WOOCOMMERCE_CONSUMER_KEY, or none
    --consumer-secret cs_…; WOOCOMMERCE_CONSUMER_SECRET, or asked for with a key

  connect-bigcommerce   take orders from a BigCommerce store
    --shop            the store's hash
    --secret          the app's client secret; BIGCOMMERCE_CLIENT_SECRET, or asked for
    --access-token    of the API, which holds what webhooks only name; BIGCOMMERCE_ACCESS_TOKEN, or asked for

  gateway           send through a Twilio account
    --account-sid     AC…; TWILIO_ACCOUNT_SID
    --auth-token      TWILIO_AUTH_TOKEN, or asked for
    --from            +1… or a messaging service, MG…

  order             local: a signed sample order from the demo shop
    --phone           +1…; an invented one where missing
    --no-opt-in       the customer did not agree to offers and the like
  ship, deliver     local: the last sample order moves on

  --url             a deployed Aftertext, https://…; else the local one (PORT, AFTERTEXT_STATE)
                    API key for connect-… and gateway: AFTERTEXT_API_KEY, or asked for; locally the demo shop's
`;

const seeHelp = "npm run merchant -- --help lists commands and options.";

const Command = z.enum([
  "create",
  "connect-shopify",
  "connect-woocommerce",
  "connect-bigcommerce",
  "gateway",
  "order",
  "ship",
  "deliver",
  "help",
]);

try {
  await run();
} catch (error) {
  const isPlain = error instanceof StartError || error instanceof ApiError;
  process.stderr.write(`${isPlain ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { command, options } = readCommand();
  const settings = readRunningSettings();
  const baseUrl = options.url === undefined ? settings.baseUrl : parseUrl(options.url);
  const isLocal = options.url === undefined;
  switch (command) {
    case "create": {
      const merchant = await createMerchant(baseUrl, await readAdminSecret(settings, isLocal), {
        name: await askUnlessGiven(options.name, "Name of the shop"),
        timeZone: await askUnlessGiven(
          options["time-zone"],
          "Time zone",
          Intl.DateTimeFormat().resolvedOptions().timeZone,
        ),
        country: options.country,
        currency: options.currency,
      });
      return show(describeMerchant(merchant));
    }
    case "connect-shopify": {
      const shop = await askUnlessGiven(options.shop, "Shop (name.myshopify.com)");
      const webhookSecret = await askSecretUnlessGiven(
        options.secret ?? process.env.SHOPIFY_WEBHOOK_SECRET,
        "Client secret of the Shopify app",
      );
      const accessToken = options["access-token"] ?? process.env.SHOPIFY_ACCESS_TOKEN;
      const store = { shop, webhookSecret, accessToken };
      return show(await connectStore(baseUrl, await readApiKey(settings, isLocal), "shopify", store));
    }
    case "connect-woocommerce": {
      const shop = await askUnlessGiven(options.shop, "Site (acme.com)");
      const webhookSecret = await askSecretUnlessGiven(
        options.secret ?? process.env.WOOCOMMERCE_WEBHOOK_SECRET,
        "Secret of the webhooks",
      );
      const consumerKey = options["consumer-key"] ?? process.env.WOOCOMMERCE_CONSUMER_KEY;
      const given = options["consumer-secret"] ?? process.env.WOOCOMMERCE_CONSUMER_SECRET;
      const consumerSecret =
        consumerKey === undefined ? undefined : await askSecretUnlessGiven(given, "Consumer secret (cs_…)");
      const store = { shop, webhookSecret, consumerKey, consumerSecret };
      return show(await connectStore(baseUrl, await readApiKey(settings, isLocal), "woocommerce", store));
    }
    case "connect-bigcommerce": {
      const shop = await askUnlessGiven(options.shop, "Store hash");
      const webhookSecret = await askSecretUnlessGiven(
        options.secret ?? process.env.BIGCOMMERCE_CLIENT_SECRET,
        "Client secret of the app",
      );
      const accessToken = await askSecretUnlessGiven(
        options["access-token"] ?? process.env.BIGCOMMERCE_ACCESS_TOKEN,
        "Access token",
      );
      const store = { shop, webhookSecret, accessToken };
      return show(await connectStore(baseUrl, await readApiKey(settings, isLocal), "bigcommerce", store));
    }
    case "gateway": {
      await connectTwilio(baseUrl, await readApiKey(settings, isLocal), {
        accountSid: await askUnlessGiven(options["account-sid"] ?? process.env.TWILIO_ACCOUNT_SID, "Account SID (AC…)"),
        authToken: await askSecretUnlessGiven(options["auth-token"] ?? process.env.TWILIO_AUTH_TOKEN, "Auth token"),
        sender: await askUnlessGiven(options.from, "Sender (+1… or MG…)"),
      });
      return show("Texts of this merchant now go through Twilio.");
    }
    case "order":
      return show(
        await playDemoShop(onlyLocal(settings, isLocal), {
          step: "place",
          phone: options.phone,
          optIn: options["opt-in"],
        }),
      );
    case "ship":
      return show(await playDemoShop(onlyLocal(settings, isLocal), { step: "ship" }));
    case "deliver":
      return show(await playDemoShop(onlyLocal(settings, isLocal), { step: "deliver" }));
    case "help":
      return show(help);
  }
}

function readCommand() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      allowNegative: true,
      options: {
        name: { type: "string" },
        "time-zone": { type: "string" },
        country: { type: "string" },
        currency: { type: "string" },
        shop: { type: "string" },
        secret: { type: "string" },
        "access-token": { type: "string" },
        "consumer-key": { type: "string" },
        "consumer-secret": { type: "string" },
        "account-sid": { type: "string" },
        "auth-token": { type: "string" },
        from: { type: "string" },
        phone: { type: "string" },
        "opt-in": { type: "boolean", default: true },
        url: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    const [command = "help", ...rest] = positionals;
    if (rest.length > 0) throw new StartError(`${rest.join(" ")}: one command at a time.`);
    return { command: values.help ? "help" : parseCommand(command), options: values };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const [why = ""] = error instanceof Error ? error.message.split(". ") : []; // node's own advice is for programs with free arguments
    throw new StartError(`${why}.\n${seeHelp}`);
  }
}

function parseCommand(text: string): z.output<typeof Command> {
  const command = Command.safeParse(text).data;
  if (command !== undefined) return command;
  const meant = findNearestWord(text, Command.options);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw new StartError(`There is no command ${text}.${hint}\n${seeHelp}`);
}

/** The instance on this state folder knows its own port better than our environment. */
function readRunningSettings(): Settings {
  const settings = readSettings();
  if (process.env.PORT !== undefined) return settings;
  const instance = findState(settings.stateFolder, instanceFile, Instance);
  return instance === undefined ? settings : { ...settings, baseUrl: instance.baseUrl };
}

async function readAdminSecret(settings: Settings, isLocal: boolean): Promise<string> {
  const local = isLocal ? findState(settings.stateFolder, secretsFile, Secrets)?.ADMIN_SECRET : undefined;
  return askSecretUnlessGiven(process.env.AFTERTEXT_ADMIN_SECRET ?? local, "Admin secret");
}

async function readApiKey(settings: Settings, isLocal: boolean): Promise<string> {
  const local = isLocal ? findDemoShop(settings)?.apiKey : undefined;
  return askSecretUnlessGiven(process.env.AFTERTEXT_API_KEY ?? local, "API key of the merchant");
}

function onlyLocal(settings: Settings, isLocal: boolean): Settings {
  if (isLocal) return settings;
  throw new StartError("Sample orders are for the local demo shop: leave --url out.");
}

/** A secret never goes over an open line, except to this machine. */
function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && ["127.0.0.1", "localhost"].includes(url.hostname));
  if (url === undefined || !isSafe) throw new StartError("--url must be an https:// address.");
  return url.origin;
}

function show(text: string): void {
  process.stdout.write(`${text.trimEnd()}\n`);
}
