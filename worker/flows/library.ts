import type { Flow } from "../../shared/contract/flows.ts";
import { anniversary } from "./anniversary.ts";
import { cancelled } from "./cancelled.ts";
import { checkIn } from "./check-in.ts";
import { damaged } from "./damaged.ts";
import { delayAlert } from "./delay-alert.ts";
import { delayWarning } from "./delay-warning.ts";
import { deliveryConfirmation } from "./delivery-confirmation.ts";
import { earlyAccess } from "./early-access.ts";
import { failedAttempt } from "./failed-attempt.ts";
import { followUpOffer } from "./follow-up-offer.ts";
import { lostParcel } from "./lost-parcel.ts";
import { loyalty } from "./loyalty.ts";
import { milestone } from "./milestone.ts";
import { onboarding } from "./onboarding.ts";
import { orderConfirmation } from "./order-confirmation.ts";
import { outForDelivery } from "./out-for-delivery.ts";
import { partShipped } from "./part-shipped.ts";
import { prizeDraw } from "./prize-draw.ts";
import { quiz } from "./quiz.ts";
import { readyForPickup } from "./ready-for-pickup.ts";
import { reassurance } from "./reassurance.ts";
import { referral } from "./referral.ts";
import { refunded } from "./refunded.ts";
import { renewalUpcoming } from "./renewal-upcoming.ts";
import { replenishment } from "./replenishment.ts";
import { returnOpened } from "./return-opened.ts";
import { reviewRequest } from "./review-request.ts";
import { satisfaction } from "./satisfaction.ts";
import { shippingUpdate } from "./shipping-update.ts";
import { thankYou } from "./thank-you.ts";
import { threeStages } from "./three-stages.ts";
import { upsell } from "./upsell.ts";
import { winBack } from "./win-back.ts";

/**
 * What a merchant gets on day one (docs/rules.md, section 2), in the order in which equals go (R12). What every customer of a
 * shop would want is on.
 */
export const library: readonly { readonly flow: Flow; readonly isOn: boolean }[] = [
  { flow: orderConfirmation, isOn: true },
  { flow: upsell, isOn: false },
  { flow: thankYou, isOn: false },
  { flow: reassurance, isOn: false },
  { flow: followUpOffer, isOn: false },
  { flow: shippingUpdate, isOn: true },
  { flow: partShipped, isOn: true },
  { flow: outForDelivery, isOn: true },
  { flow: readyForPickup, isOn: true },
  { flow: delayWarning, isOn: true },
  { flow: delayAlert, isOn: true },
  { flow: lostParcel, isOn: true },
  { flow: failedAttempt, isOn: true },
  { flow: damaged, isOn: true },
  { flow: deliveryConfirmation, isOn: true },
  { flow: cancelled, isOn: true },
  { flow: refunded, isOn: true },
  { flow: returnOpened, isOn: true },
  { flow: renewalUpcoming, isOn: true },
  { flow: onboarding, isOn: false },
  { flow: satisfaction, isOn: false },
  { flow: reviewRequest, isOn: true },
  { flow: checkIn, isOn: true },
  { flow: loyalty, isOn: false },
  { flow: milestone, isOn: false },
  { flow: anniversary, isOn: false },
  { flow: referral, isOn: false },
  { flow: earlyAccess, isOn: false },
  { flow: prizeDraw, isOn: false },
  { flow: quiz, isOn: false },
  { flow: replenishment, isOn: false },
  { flow: winBack, isOn: false },
  { flow: threeStages, isOn: false },
];
