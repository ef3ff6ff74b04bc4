// What models with Hugging Face's parameter names share: how a configuration is given, and which spellings of a state dict load.
import { ValueError } from "../engine/fault.js";
import * as nn from "../nn/index.js";
import type { Signature } from "../arguments/signature.js";
import type { Tensor } from "../tensor.js";

/** What a model is called inside others, and what may be missing from a state dict, or too much in it. */
export interface Spelling {
  /** The field that holds the base model, as a prefix of keys: "transformer.". */
  prefix: string;
  /** Is this the base model itself? */
  base: boolean;
  /** Old names of keys: what each was. */
  renamed?: readonly (readonly [old: RegExp, now: string])[];
  /** Keys that mean nothing here: masks and tables that are computed, heads of other models. */
  ignored?: RegExp;
  /** Keys of tensors that are another's: key → the other's. */
  tied?: Readonly<Record<string, string>>;
}

/** A model whose state dict loads under all the names that the files of Hugging Face have for it. */
export abstract class PreTrainedModel extends nn.Module {
  protected abstract spelling(): Spelling;

  override loadStateDict(
    stateDict: Record<string, Tensor>,
    strict?: boolean | { strict?: boolean | undefined },
  ): ReturnType<nn.Module["loadStateDict"]> {
    const plain = typeof stateDict === "object" && stateDict !== null;
    return super.loadStateDict(plain ? spelled(stateDict, this) : stateDict, strict);
  }

  /** @internal */
  static spellingOf(model: PreTrainedModel): Spelling {
    return model.spelling();
  }
}

/** The same tensors under the keys of the model. What the model does not have stays, and is refused there. */
function spelled(given: Record<string, Tensor>, model: PreTrainedModel): Record<string, Tensor> {
  const { prefix, base, renamed = [], ignored, tied = {} } = PreTrainedModel.spellingOf(model);
  const own = new Set(Object.keys(model.stateDict()));
  const names = Object.keys(given);
  const whole = names.some((name) => name.startsWith(prefix));
  const known: Record<string, Tensor> = {};
  for (const name of names) {
    let key = renamed.reduce((text, [old, now]) => text.replace(old, now), name);
    if (base && whole) {
      if (!key.startsWith(prefix)) continue;
      key = key.slice(prefix.length);
    } else if (!base && !whole && own.has(prefix + key)) key = prefix + key;
    if (own.has(key) || !ignored?.test(key)) known[key] = given[name];
  }
  for (const [key, other] of Object.entries(tied))
    if (own.has(key) && !(key in known) && other in known) known[key] = known[other];
  return known;
}

/** @internal A configuration by name, unknown names refused, with defaults for what is left out. */
export function configured<C extends object>(take: Signature, given: object | undefined): Required<C> {
  const values = take.read(given === undefined ? [] : [given]);
  return Object.fromEntries(take.names.map((name, i) => [name, values[i]])) as Required<C>;
}

/**
 * @internal What a config.json of Hugging Face says under names in snake case. Of its other names those in `only` must have the value
 * there, since the model is another one with a different value; the rest concerns tools, and is passed over.
 */
export function fromJson<C extends object>(take: Signature, json: object, only: Record<string, readonly unknown[]>): C {
  const config: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(json)) {
    const camel = name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());
    if (name in only && !only[name].includes(value))
      throw new ValueError(
        `${take.op}: ${name} ${JSON.stringify(value)}: only ${only[name].map((x) => JSON.stringify(x)).join(", ")}`,
      );
    if (take.names.includes(camel) && value !== null) config[camel] = value;
  }
  return config as C;
}

/** @internal Weights from N(0, std²), biases 0, a padding row of zeros: what all of them begin with. */
export function normalInit(model: nn.Module, std: number): void {
  for (const m of model.modules()) {
    if (!(m instanceof nn.Linear || m instanceof nn.Embedding)) continue;
    if (m instanceof nn.Embedding) {
      nn.init.normal_(m.weight, 0, std);
      if (typeof m.paddingIdx === "number") nn.init.zeros_(m.weight.detach().select(0, m.paddingIdx));
      continue;
    }
    nn.init.normal_(m.weight, 0, std);
    if (m.bias) nn.init.zeros_(m.bias);
  }
}
