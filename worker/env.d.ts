// What wrangler.toml binds. Secrets are set with `wrangler secret`, so they stand here by hand.
interface Env {
  readonly DB: D1Database;
  readonly CUSTOMER: DurableObjectNamespace<import("./objects/customer-object.ts").CustomerObject>;
  readonly SENDER: DurableObjectNamespace<import("./objects/sender-object.ts").SenderObject>;
  /** Public address of this Worker, without a trailing slash. */
  readonly BASE_URL: string;
  readonly TWILIO_API_BASE: string;
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
