import type { Flow } from "../../shared/contract/flows.ts";
import { deliveryConfirmation } from "./delivery-confirmation.ts";
import { orderConfirmation } from "./order-confirmation.ts";
import { reviewRequest } from "./review-request.ts";
import { shippingUpdate } from "./shipping-update.ts";
import { winBack } from "./win-back.ts";

/** What a merchant gets on day one, in the order in which equals go (R12). What every customer of a shop would want is on. */
export const library: readonly { readonly flow: Flow; readonly isOn: boolean }[] = [
  { flow: orderConfirmation, isOn: true },
  { flow: shippingUpdate, isOn: true },
  { flow: deliveryConfirmation, isOn: true },
  { flow: reviewRequest, isOn: true },
  { flow: winBack, isOn: false },
];
