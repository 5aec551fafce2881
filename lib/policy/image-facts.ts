/** What an image says of itself: the last stage of its Dockerfile. */
export interface ImageFacts {
  /** The file, as messages name it. */
  readonly file: string;
  /** Undefined when a name, or an argument without a value, leaves it open. */
  readonly user?: number;
  /** Empty when it exposes none, or one that is left open. */
  readonly ports: readonly number[];
}

/** Facts by service; services whose Dockerfile is elsewhere have none. */
export type ImagesByService = ReadonlyMap<string, ImageFacts>;
