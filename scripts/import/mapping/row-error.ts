/** A row that cannot be mapped to records; `path` points into the mapping. */
export class RowError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
