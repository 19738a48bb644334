import * as z from "zod";

/** What a merchant sees in the list of devices, such as "Chrome on Linux". */
const DeviceName = z.string().trim().min(1).max(100);

/** Body of `POST /v1/devices`, which takes an API key and no device's token. */
export const DeviceInput = z.strictObject({ name: DeviceName });
export type DeviceInput = z.infer<typeof DeviceInput>;

/** Body of `POST /v1/devices/token`. */
export const RefreshInput = z.strictObject({ refreshToken: z.string().min(1).max(200) });
export type RefreshInput = z.infer<typeof RefreshInput>;

const TokensView = z.object({
  accessToken: z.string(),
  accessExpiresAt: z.string(),
  /** Good for one exchange; the answer brings the next one. */
  refreshToken: z.string(),
});
export const RefreshedView = TokensView;
export type RefreshedView = z.infer<typeof RefreshedView>;

export const PairedView = TokensView.extend({ device: z.object({ id: z.string(), name: z.string() }) });
export type PairedView = z.infer<typeof PairedView>;

export const DevicesView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: z.string(),
      /** When it last renewed its access: at most 15 minutes before it was last used. */
      lastUsedAt: z.string(),
      /** The one that asks. */
      current: z.boolean(),
    }),
  ),
});
export type DevicesView = z.infer<typeof DevicesView>;

/** Body of `POST /v1/keys`. */
export const KeyInput = z.strictObject({ label: z.string().trim().min(1).max(100) });
export type KeyInput = z.infer<typeof KeyInput>;

const KeyView = z.object({ id: z.string(), label: z.string(), createdAt: z.string() });
export const KeysView = z.object({ items: z.array(KeyView.extend({ current: z.boolean() })) });
export type KeysView = z.infer<typeof KeysView>;

/** The only time that the key itself is shown. */
export const MadeKeyView = KeyView.extend({ apiKey: z.string(), connection: z.string() });
export type MadeKeyView = z.infer<typeof MadeKeyView>;
