declare module "virtual:tabpool-objects-prelude" {
  /** A module for programs: `withProxies`. */
  export const objectsPrelude: string;
}
