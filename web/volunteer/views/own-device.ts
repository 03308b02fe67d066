import { deviceKind, type DeviceKind } from "../../environment/browser/device.ts";

/** The kind of device that shows this page. */
export function ownDevice(): DeviceKind {
  return deviceKind(navigator.userAgent, matchMedia("(pointer: coarse) and (hover: none)").matches);
}
