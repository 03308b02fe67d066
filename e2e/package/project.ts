import { InstalledPackage } from "../actors/installed-package.ts";
import { Site } from "./site.ts";

/** A project that has installed the package, and the site that serves its files. */
export class Project {
  #parts: { readonly installed: InstalledPackage; readonly site: Site } | null = null;

  async open(): Promise<void> {
    const installed = await InstalledPackage.install();
    this.#parts = { installed, site: await Site.open(installed.folder) };
  }

  close(): void {
    this.site.close();
    this.installed.remove();
  }

  get installed(): InstalledPackage {
    return this.#opened.installed;
  }

  get site(): Site {
    return this.#opened.site;
  }

  get #opened(): { readonly installed: InstalledPackage; readonly site: Site } {
    if (this.#parts === null) throw new Error("the project is not installed yet");
    return this.#parts;
  }
}
