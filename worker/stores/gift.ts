import { isForBuyer, type PhoneCandidates } from "../domain/phone-number.ts";

/** A field that a shop's own checkout adds, under whatever name. */
export interface Mark {
  readonly name?: string | undefined;
  readonly value?: unknown;
}

/**
 * Whether an order goes to somebody else: by what the buyer ticked or wrote, else by the receiver's name, as for whose number
 * may be texted. No store has a field of its own for it. Undefined where nothing says whose the parcel is.
 */
export function readGift(
  names: Pick<PhoneCandidates, "shipping" | "billing" | "customer">,
  marks: readonly Mark[],
): boolean | undefined {
  if (marks.some(isGiftMark)) return true;
  return names.shipping?.name === undefined || names.shipping.name === "" ? undefined : !isForBuyer(names);
}

/** "Is this a gift?": "Yes"; `gift_message`: "Happy birthday"; `gift-wrap`: "true". A gift card is goods like any other. */
function isGiftMark({ name = "", value }: Mark): boolean {
  const letters = name.toLowerCase().replace(/[^a-z]/g, "");
  const said = typeof value === "string" ? value.trim().toLowerCase() : value;
  return GIFT_NAME.test(letters) && said !== undefined && said !== null && !NOT.has(said);
}

const GIFT_NAME = /^(?:order)?(?:is)?(?:this)?(?:isa|a)?gift(?:order|message|note|option|wrap|wrapped|wrapping)?$/;
const NOT: ReadonlySet<unknown> = new Set(["", "no", "none", "false", "off", "0", "n", false, 0]);
