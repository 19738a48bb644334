import { OfferInput } from "../../shared/contract/offers.ts";
import { PolicyInput } from "../../shared/contract/policy.ts";
import { ProductInput } from "../../shared/contract/products.ts";
import { SegmentInput } from "../../shared/contract/segments.ts";
import * as deadLetters from "./dead-letters.ts";
import * as flows from "./flows.ts";
import { MeView, showMe } from "./me.ts";
import { NoticesView, showNotices } from "./notices.ts";
import { deleteOffer, listOffers, OffersView, OfferView, replaceOffer } from "./offers.ts";
import { PolicyView, replacePolicy, showPolicy } from "./policy.ts";
import { ProductView, replaceProduct, showProduct } from "./products.ts";
import { type ApiRoute, withBody } from "./route.ts";
import { deleteSegment, listSegments, replaceSegment, SegmentsView, SegmentView } from "./segments.ts";
import { resumeSending, ScopeInput, StopsView, showStops, stopSending } from "./stop.ts";

/** What a merchant sets up. */
export const setupRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/v1/me",
    summary: "The merchant whose key this is",
    answers: { 200: MeView },
    handle: showMe,
  },

  {
    method: "GET",
    path: "/v1/policy",
    summary: "When and how often texts may go",
    answers: { 200: PolicyView },
    handle: showPolicy,
  },
  withBody({
    method: "PUT",
    path: "/v1/policy",
    summary: "Replace the policy; a held text meets it when it is next looked at",
    body: PolicyInput,
    answers: { 200: PolicyView },
    handle: replacePolicy,
  }),

  {
    method: "GET",
    path: "/v1/flows",
    summary: "All flows",
    answers: { 200: flows.FlowsView },
    handle: flows.listFlows,
  },
  {
    method: "GET",
    path: "/v1/flows/:key",
    summary: "A flow as new runs enter it",
    answers: { 200: flows.FlowView },
    handle: flows.showFlow,
  },
  withBody({
    method: "PUT",
    path: "/v1/flows/:key",
    summary: "Publish a new version of a flow; an equal body makes none",
    body: flows.FlowInput,
    answers: { 200: flows.PublishedFlow, 201: flows.PublishedFlow },
    handle: flows.publishFlow,
  }),
  {
    method: "GET",
    path: "/v1/flows/:key/versions",
    summary: "Every version of a flow, the newest first",
    query: flows.FlowVersionsQuery,
    answers: { 200: flows.FlowVersionsView },
    handle: flows.listVersions,
  },
  {
    method: "GET",
    path: "/v1/flows/:key/versions/:version",
    summary: "A flow as it was at one version",
    answers: { 200: flows.FlowVersionView },
    handle: flows.showVersion,
  },
  {
    method: "POST",
    path: "/v1/flows/:key/pause",
    summary: "Hold every text of a flow; it goes on taking entries",
    answers: { 200: flows.FlowView },
    handle: flows.pauseFlow,
  },
  {
    method: "POST",
    path: "/v1/flows/:key/resume",
    summary: "Send again; also turns on a flow that is off",
    answers: { 200: flows.FlowView },
    handle: flows.resumeFlow,
  },

  {
    method: "GET",
    path: "/v1/products/:sku",
    summary: "A product",
    answers: { 200: ProductView },
    handle: showProduct,
  },
  withBody({
    method: "PUT",
    path: "/v1/products/:sku",
    summary: "Replace what is known of a product",
    body: ProductInput,
    answers: { 200: ProductView, 201: ProductView },
    handle: replaceProduct,
  }),

  {
    method: "GET",
    path: "/v1/offers",
    summary: "What texts may offer",
    answers: { 200: OffersView },
    handle: listOffers,
  },
  withBody({
    method: "PUT",
    path: "/v1/offers/:key",
    summary: "Make or replace an offer; its code and the text that prints it expire together",
    body: OfferInput,
    answers: { 200: OfferView, 201: OfferView },
    handle: replaceOffer,
  }),
  {
    method: "DELETE",
    path: "/v1/offers/:key",
    summary: "Delete an offer: texts that print it do not go any more (missing_field)",
    answers: { 204: undefined },
    handle: deleteOffer,
  },
  {
    method: "GET",
    path: "/v1/segments",
    summary: "Conditions under a name, for triggers, branches and reports: `customer.segments` contains their keys",
    answers: { 200: SegmentsView },
    handle: listSegments,
  },
  withBody({
    method: "PUT",
    path: "/v1/segments/:key",
    summary: "Make or replace a segment",
    body: SegmentInput,
    answers: { 200: SegmentView, 201: SegmentView },
    handle: replaceSegment,
  }),
  {
    method: "DELETE",
    path: "/v1/segments/:key",
    summary: "Delete a segment: conditions that name it hold for nobody from then on",
    answers: { 204: undefined },
    handle: deleteSegment,
  },
  {
    method: "GET",
    path: "/v1/stop",
    summary: "What holds this merchant's texts now: its stops, and flows that hold by themselves",
    answers: { 200: StopsView },
    handle: showStops,
  },
  withBody({
    method: "POST",
    path: "/v1/stop",
    summary: "Hold every text not yet accepted by the gateway: all, promotional ones, or one flow's",
    body: ScopeInput,
    answers: { 200: StopsView },
    handle: stopSending,
  }),
  withBody({
    method: "POST",
    path: "/v1/resume",
    summary: "End a stop of this very scope; expired texts stay expired",
    body: ScopeInput,
    answers: { 200: StopsView },
    handle: resumeSending,
  }),

  {
    method: "GET",
    path: "/v1/notices",
    summary: "What the merchant should know, the newest first, such as links that lead nowhere",
    answers: { 200: NoticesView },
    handle: showNotices,
  },

  {
    method: "GET",
    path: "/v1/dead-letters",
    summary: "Authentic deliveries that could not be understood, the newest first",
    query: deadLetters.DeadLettersQuery,
    answers: { 200: deadLetters.DeadLettersView },
    handle: deadLetters.listDeadLetters,
  },
  {
    method: "POST",
    path: "/v1/dead-letters/:id/replay",
    summary: "Read a delivery again; it changes state and starts no run",
    answers: { 200: deadLetters.ReplayView },
    handle: deadLetters.replay,
  },
];
