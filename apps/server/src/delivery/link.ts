/** Whether this node hears what the others tell. */
export interface Link {
  readonly up: boolean
  /** Calls back whenever the link breaks or is back; returns the function that ends it. */
  onChange(listener: (up: boolean) => void): () => void
}

/** A node that is alone misses nothing. */
export const noLink: Link = { up: true, onChange: () => () => {} }
