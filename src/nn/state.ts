import { noGrad } from "../autograd/index.js";
import { ValueError } from "../engine/fault.js";
import { Tensor } from "../tensor.js";

/** What loadStateDict found: keys the model has and the dict lacks, and keys the other way round. */
export interface LoadReport {
  missingKeys: string[];
  unexpectedKeys: string[];
}

/** Checks all of `given` against `own`. A complaint names everything that is wrong, not the first thing. */
export function checkState(model: string, own: [string, Tensor][], given: unknown, strict: boolean): LoadReport {
  if (!isRecord(given))
    throw new ValueError(`${model}.loadStateDict: this is no state dict, a record of tensors by name`);
  const names = new Set(own.map(([name]) => name));
  const missingKeys = [...names].filter((name) => !Object.hasOwn(given, name));
  const unexpectedKeys = Object.keys(given).filter((name) => !names.has(name));
  const present = own.filter(([name]) => Object.hasOwn(given, name));
  const wrong = present.flatMap(([name, t]) => mismatch(name, t, given[name]));

  const complaints = [
    ...(strict && missingKeys.length ? [`missing keys: ${missingKeys.join(", ")}`] : []),
    ...(strict && unexpectedKeys.length ? [`unexpected keys: ${unexpectedKeys.join(", ")}`] : []),
    ...wrong,
  ];
  if (complaints.length) {
    const hint = strict ? "\n{ strict: false } lets missing and unexpected keys pass" : "";
    throw new ValueError(`${model}.loadStateDict: the state dict does not fit:\n  ${complaints.join("\n  ")}${hint}`);
  }
  return { missingKeys, unexpectedKeys };
}

/** The same, then copies. */
export function loadInto(
  model: string,
  own: [string, Tensor][],
  given: Record<string, Tensor>,
  strict: boolean,
): LoadReport {
  const report = checkState(model, own, given, strict);
  noGrad(() => {
    for (const [name, t] of own) if (Object.hasOwn(given, name)) t.copy_(given[name]);
  });
  return report;
}

const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === "object" && x !== null && !Array.isArray(x) && !(x instanceof Tensor);

function mismatch(name: string, own: Tensor, given: unknown): string[] {
  if (!(given instanceof Tensor)) return [`not a tensor: ${name}`];
  const [here, there] = [own.shape.join(", "), given.shape.join(", ")];
  return here === there ? [] : [`wrong shape: ${name} is [${here}] in the model, [${there}] in the state dict`];
}
