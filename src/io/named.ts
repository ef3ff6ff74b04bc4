// Tensors that are to be saved, by name. Nothing is imported: wasmgrad/npy has a copy of this file.

/** The pairs of a record or a Map. Anything else, and any value that is no tensor, is refused. */
export function named<T>(
  tensors: unknown,
  isTensor: (x: unknown) => x is T,
  refuse: (reason: string) => never,
): [name: string, t: T][] {
  const wanted = "give tensors by name, as a record or a Map: model.stateDict(), { weight }";
  if (typeof tensors !== "object" || tensors === null)
    refuse(`${tensors === null ? "null" : typeof tensors}: ${wanted}`);
  if (isTensor(tensors) || ArrayBuffer.isView(tensors)) refuse(`one array without a name: ${wanted}`);
  const pairs: unknown[] = tensors instanceof Map ? [...tensors] : Object.entries(tensors);
  return (pairs as [unknown, unknown][]).map(([name, t]) => {
    if (typeof name !== "string") refuse(`the key ${String(name)} is a ${typeof name}, not a name`);
    if (!isTensor(t)) refuse(`"${name}" is no tensor: ${wanted}`);
    return [name, t] as [string, T];
  });
}
