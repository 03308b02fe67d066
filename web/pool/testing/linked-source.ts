/** The address of a module's text, with those of its files in place of their names. */
export function linkedAddress(source: string, files: ReadonlyMap<string, string>): string {
  const linked = source.replaceAll(/from "\.\/([^"]+)"/g, (whole, name: string) => {
    const text = files.get(name);
    return text === undefined ? whole : `from "${linkedAddress(text, files)}"`;
  });
  return `data:text/javascript,${encodeURIComponent(linked)}`;
}
