import { deviceKind, type DeviceKind } from "../../environment/browser/device.ts";

/** What this page is shown on. */
export function ownDevice(): DeviceKind {
  return deviceKind(navigator.userAgent, matchMedia("(pointer: coarse) and (hover: none)").matches);
}
