import {
  DeviceInput,
  DevicesView,
  KeyInput,
  KeysView,
  MadeKeyView,
  PairedView,
} from "../../shared/contract/devices.ts";
import { listDevices, pairDevice, revokeDevice } from "./devices.ts";
import { listKeys, makeKey, revokeKey } from "./keys.ts";
import { type ApiRoute, withBody } from "./route.ts";

/** Who may ask: browsers that were paired, and the keys that they were paired with. */
export const deviceRoutes: readonly ApiRoute[] = [
  withBody({
    method: "POST",
    path: "/v1/devices",
    summary: "Pair a browser: takes an API key, answers the device's own tokens, shown this once",
    body: DeviceInput,
    answers: { 201: PairedView },
    isSecret: true,
    problems: { "api-key-needed": "403: a device pairs no other" },
    handle: pairDevice,
  }),
  {
    method: "GET",
    path: "/v1/devices",
    summary: "Paired devices, the newest first",
    answers: { 200: DevicesView },
    handle: listDevices,
  },
  {
    method: "DELETE",
    path: "/v1/devices/:id",
    summary: "End a device: every token of it fails from then on, within a second everywhere",
    answers: { 204: undefined },
    problems: { "unknown-device": "404" },
    handle: revokeDevice,
  },

  {
    method: "GET",
    path: "/v1/keys",
    summary: "The merchant's API keys, by name; takes an API key",
    answers: { 200: KeysView },
    problems: { "api-key-needed": "403" },
    handle: listKeys,
  },
  withBody({
    method: "POST",
    path: "/v1/keys",
    summary: "Make another API key, shown this once; takes an API key",
    body: KeyInput,
    answers: { 201: MadeKeyView },
    isSecret: true,
    problems: { "api-key-needed": "403" },
    handle: makeKey,
  }),
  {
    method: "DELETE",
    path: "/v1/keys/:id",
    summary: "End an API key and the devices that were paired with it; the last one stays",
    answers: { 204: undefined },
    problems: {
      "api-key-needed": "403",
      "unknown-key": "404",
      "last-key": "409: make another one first",
    },
    handle: revokeKey,
  },
];
