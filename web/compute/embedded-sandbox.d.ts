declare module "virtual:tabpool-sandbox" {
  /** The sandbox's page, with its policy in it. */
  export const sandboxHtml: string;
  /** Directives that a page's own policy must allow, for a frame with that text in it. */
  export const sandboxNeeds: string;
}
