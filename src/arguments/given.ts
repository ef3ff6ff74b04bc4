// Types of arguments that may be given by position or by name.

/** P by position; or some of it, and the others by name in an object at the end. */
export type Given<P extends unknown[], O> = P | Led<Required<P>, O>;
type Led<P extends unknown[], O> = P extends [...infer First, unknown]
  ? [...first: First, options: O] | Led<First, O>
  : never;
