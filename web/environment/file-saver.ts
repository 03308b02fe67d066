/** A file that is put together part by part. */
export interface SavedFile {
  addPart(text: string): void;
  /** Hands the whole file to the person. */
  save(): void;
}

export interface FileSaver {
  beginFile(name: string, mediaType: string): SavedFile;
}
