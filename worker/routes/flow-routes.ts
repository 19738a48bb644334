import {
  DryRunInput,
  DryRunView,
  EnrolInput,
  EnrolView,
  EstimateInput,
  EstimateView,
} from "../../shared/contract/dry-run.ts";
import {
  MigrateInput,
  MigrateView,
  RollbackInput,
  RollbackView,
  VersionRunsView,
  WordingInput,
  WordingView,
} from "../../shared/contract/flow-versions.ts";
import * as dryRun from "./dry-run.ts";
import { enrolSegment } from "./enrol.ts";
import { estimateFlow } from "./estimate.ts";
import * as versions from "./flow-versions.ts";
import { type ApiRoute, withBody } from "./route.ts";

/** What a merchant does with a flow's versions, and tries out before. */
export const flowRoutes: readonly ApiRoute[] = [
  {
    method: "GET",
    path: "/v1/flows/:key/versions/:version/runs",
    summary: "Who got this version, and how far they are",
    query: versions.VersionRunsQuery,
    answers: { 200: VersionRunsView },
    handle: versions.listVersionRuns,
  },
  withBody({
    method: "PUT",
    path: "/v1/flows/:key/versions/:version/wording",
    summary:
      "Correct the words of texts that wait, without moving them; links and class stay, what went stays as it went",
    body: WordingInput,
    answers: { 200: WordingView },
    handle: versions.correctTexts,
  }),
  withBody({
    method: "POST",
    path: "/v1/flows/:key/migrate",
    summary: "Move waiting runs to another version, or say what that would change for how many; call again with `next`",
    body: MigrateInput,
    answers: { 200: MigrateView },
    handle: versions.migrateRuns,
  }),
  withBody({
    method: "POST",
    path: "/v1/flows/:key/rollback",
    summary:
      "New runs enter an earlier version again; those that wait in later ones stay there unless they are migrated",
    body: RollbackInput,
    answers: { 200: RollbackView },
    handle: versions.rollBack,
  }),
  withBody({
    method: "POST",
    path: "/v1/flows/:key/enrol",
    summary: "Let past buyers in, or say how many, when, and at what cost; call again with `next`",
    body: EnrolInput,
    answers: { 200: EnrolView },
    handle: enrolSegment,
  }),
  withBody(
    {
      method: "POST",
      path: "/v1/flows/dry-run",
      summary: "What all flows together would send about the last 10 real orders, or a made-up one; nothing goes",
      body: DryRunInput,
      answers: { 200: DryRunView },
      handle: dryRun.dryRunLibrary,
    },
    {},
  ),
  withBody(
    {
      method: "POST",
      path: "/v1/flows/:key/dry-run",
      summary: "What one flow, as published or as given, would send about the last 10 real orders, or a made-up one",
      body: DryRunInput,
      answers: { 200: DryRunView },
      handle: dryRun.dryRunFlow,
    },
    {},
  ),
  withBody(
    {
      method: "POST",
      path: "/v1/flows/:key/estimate",
      summary: "How many texts the flow would have made of the last 30 days' orders, and at what cost",
      body: EstimateInput,
      answers: { 200: EstimateView },
      handle: estimateFlow,
    },
    {},
  ),
];
