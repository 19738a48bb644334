// What wrangler.toml binds. Secrets are set with `wrangler secret`, so they stand here by hand.
interface Env {
  readonly DB: D1Database;
  readonly CUSTOMER: DurableObjectNamespace<import("./objects/customer-object.ts").CustomerObject>;
  readonly SENDER: DurableObjectNamespace<import("./objects/sender-object.ts").SenderObject>;
  readonly LINK_SHARD: DurableObjectNamespace<import("./objects/link-shard.ts").LinkShard>;
  readonly LINK_IMPORT: DurableObjectNamespace<import("./objects/link-import.ts").LinkImport>;
  readonly CLICK_LOG: DurableObjectNamespace<import("./objects/click-log.ts").ClickLog>;
  /** Public address of this Worker, without a trailing slash. */
  readonly BASE_URL: string;
  readonly TWILIO_API_BASE: string;
  /** How many leading digits of a slug name its shard, earlier counts behind: worker/links/shard-digits.ts. */
  readonly LINK_SHARD_DIGITS: string;
  /** Regions and how many ClickLogs each has: worker/links/click-logs.ts. */
  readonly CLICK_LOGS: string;
  /** For how many days single clicks are kept, 30 to 90: worker/cron/purge-clicks.ts. */
  readonly CLICK_DAYS: string;
  /** The Cloudflare zone that merchants' own short domains are added to, and a token that may; absent = none can be brought. */
  readonly CF_ZONE_ID?: string;
  readonly CF_API_TOKEN?: string;
  /** `<version>:<base64 of 32 bytes>`, several joined by commas; the highest version seals, every version opens. */
  readonly SEAL_KEYS: string;
  /** Base64 of 32 bytes: names objects and hashes phone numbers and addresses. Never changed once in use. */
  readonly HASH_KEY: string;
  readonly ADMIN_SECRET: string;
  /** Where the bench's stores answer as the vendors' own APIs do; absent in production. */
  readonly STORE_API_BASE?: string;
  /** How many different customers may be woken a second, where the machine limits open files; absent in production. */
  readonly OBJECTS_PER_SECOND?: string;
}
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("./index.ts");
  }
  interface Env extends globalThis.Env {}
}
