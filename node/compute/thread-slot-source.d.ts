declare module "virtual:tabpool-thread-slot" {
  /** The script of a slot's thread, a module. */
  export const slotSource: string;
}
