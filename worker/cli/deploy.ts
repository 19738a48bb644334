/** `npm run deploy`: from a clone to a first text on the owner's phone, on a Cloudflare account. Can be repeated: what is done is skipped. */
import { parseArgs } from "node:util";
import { ApiError } from "./call-api.ts";
import { proveBundle } from "./deploy-dry-run.ts";
import {
  connectGateway,
  createDatabase,
  deployWorker,
  ensureAccount,
  ensureFirstMerchant,
  migrateDatabase,
  sendTestText,
  setSecrets,
} from "./deploy-steps.ts";
import { StartError } from "./settings.ts";

const help = `npm run deploy [-- options]

Sets Aftertext up on your Cloudflare account, step by step, and asks before it sends a text:
  1 account     wrangler's log-in, or CLOUDFLARE_API_TOKEN
  2 database    creates the D1 database "aftertext" and notes its id in wrangler.toml
  3 migrations  brings the database's tables up to date
  4 Worker      deploys it and notes its address in wrangler.toml
  5 secrets     makes the keys that are missing; kept in .aftertext-deployed/ (mode 0600)
  6 merchant    creates the first one and shows its API key once
  7 gateway     asks for the Twilio account (or TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)
  8 test text   to your own phone

  --dry-run     builds the bundle as a deploy would and lists the steps; needs no account
`;

try {
  const { values } = parseArgs({
    options: { "dry-run": { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help) process.stdout.write(help);
  else if (values["dry-run"]) await proveBundle(help);
  else await deploy();
} catch (error) {
  const isPlain = error instanceof StartError || error instanceof ApiError;
  process.stderr.write(`${isPlain ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}

async function deploy(): Promise<void> {
  await ensureAccount();
  await createDatabase();
  await migrateDatabase();
  const baseUrl = await deployWorker();
  const secrets = await setSecrets();
  const merchant = await ensureFirstMerchant(baseUrl, secrets.ADMIN_SECRET);
  await connectGateway(baseUrl, merchant.apiKey);
  await sendTestText(baseUrl, merchant.apiKey);
}
