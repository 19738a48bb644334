import { browsers, type DeviceKind, deviceKinds, operatingSystems } from "./data/devices.ts";

export interface Device {
  readonly device: DeviceKind | undefined;
  readonly os: string | undefined;
  readonly browser: string | undefined;
}

/**
 * What a user agent says of the device; undefined where it says nothing known.
 *
 * Since iPadOS 13 an iPad calls itself a Macintosh: it counts as a desktop, as nothing in the request tells them apart.
 */
export function describeDevice(userAgent: string): Device {
  return {
    device: firstFit(deviceKinds, userAgent),
    os: firstFit(operatingSystems, userAgent),
    browser: firstFit(browsers, userAgent),
  };
}

function firstFit<Name extends string>(table: readonly (readonly [Name, RegExp])[], text: string): Name | undefined {
  return table.find(([, pattern]) => pattern.test(text))?.[0];
}
