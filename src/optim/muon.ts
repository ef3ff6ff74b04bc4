import { signature } from "../arguments/signature.js";
import { noGrad, scope } from "../engine/scope.js";
import { zerosLike } from "../functions/create.js";
import type { Tensor } from "../tensor.js";
import { first, notNegative, optionsOf } from "./arguments.js";
import { type GroupInput, Optimizer, type ParamsInput } from "./optimizer.js";

/** Options of Muon. */
export interface MuonOptions {
  /** Learning rate. Default 1e-3. */
  lr: number;
  /** Pulls the parameters towards 0, directly. Default 0.1. */
  weightDecay: number;
  /** How much of the last direction is kept. Default 0.95. */
  momentum: number;
  /** Look ahead by one step of momentum. Default true. */
  nesterov: boolean;
  /** The polynomial of a step of Newton and Schulz. Default [3.4445, -4.775, 2.0315]. */
  nsCoefficients: readonly [number, number, number];
  /** The smallest norm divided by. Default 1e-7. */
  eps: number;
  /** Steps of Newton and Schulz. Default 5. */
  nsSteps: number;
  /** lr times √max(1, rows/columns), or times 0.2·√max(rows, columns), as large as AdamW's steps. Default "original". */
  adjustLrFn: "original" | "match_rms_adamw" | null;
}

type MuonMemory = { momentumBuffer: Tensor };

const take = /* @__PURE__ */ signature(
  "Muon",
  'params: parameters, lr = 0.001, weightDecay = 0.1, momentum = 0.95, nesterov = true, nsCoefficients?: numbers, eps = 1e-7, nsSteps: integer = 5, adjustLrFn?: "original" | "match_rms_adamw" | null',
);

/**
 * Muon (Jordan et al. 2024), for matrices (weights of hidden layers; give biases, embeddings and heads to AdamW): the momentum,
 * with all its singular values brought near 1 by steps of Newton and Schulz.
 *
 *     b = momentum·b + (1 - momentum)·g        u = nesterov ? (1 - momentum)·g + momentum·b : b
 *     X = u / max(‖u‖, eps)        nsSteps times: A = X·Xᵀ, X = a·X + (b·A + c·A·A)·X
 *     p = p·(1 - lr·weightDecay) - lr·scale·X
 *
 * Computed in the dtype of the parameter, where PyTorch uses bfloat16.
 * https://pytorch.org/docs/stable/generated/torch.optim.Muon.html
 * @throws ValueError for options out of range, and for parameters that are no matrices
 */
export class Muon extends Optimizer<MuonOptions, MuonMemory> {
  constructor(params: ParamsInput<MuonOptions>, options?: Partial<MuonOptions>);
  constructor(params: ParamsInput<MuonOptions>, lr: number, options?: Partial<MuonOptions>);
  constructor(
    params: ParamsInput<MuonOptions>,
    lr?: number,
    weightDecay?: number,
    momentum?: number,
    nesterov?: boolean,
    nsCoefficients?: readonly [number, number, number],
    eps?: number,
    nsSteps?: number,
    adjustLrFn?: MuonOptions["adjustLrFn"],
  );
  constructor(options: Partial<MuonOptions> & { params: ParamsInput<MuonOptions> });
  constructor(...given: unknown[]) {
    const [params, options] = optionsOf<ParamsInput<MuonOptions>, MuonOptions>(take, given);
    const { nsCoefficients = [3.4445, -4.775, 2.0315] as const, adjustLrFn = null } = options;
    super(params, { ...options, nsCoefficients, adjustLrFn });
  }

  protected complaint({ lr, weightDecay, momentum, nsSteps, nsCoefficients }: MuonOptions): string | undefined {
    return first(
      notNegative("lr", lr),
      notNegative("weightDecay", weightDecay),
      notNegative("momentum", momentum),
      !(nsSteps >= 0 && nsSteps < 100) && `nsSteps = ${nsSteps}: must be in [0, 100)`,
      nsCoefficients.length !== 3 && `nsCoefficients = [${nsCoefficients.join(", ")}]: must be three numbers`,
    );
  }
  override addParamGroup(group: GroupInput<MuonOptions>): void {
    const params = [group.params].flat() as Tensor[];
    const wrong = params.find((p) => p.ndim !== 2);
    if (wrong) throw this.error(`a parameter is [${wrong.shape.join(", ")}]: only matrices; give the others to AdamW`);
    super.addParamGroup({ ...group, params });
  }

  protected update(params: Tensor[], group: MuonOptions): void {
    for (const p of params) {
      let memory = this.state.get(p);
      if (!memory) this.state.set(p, (memory = { momentumBuffer: zerosLike(p).keep() }));
      const { momentumBuffer } = memory;
      noGrad(() => scope(() => step(p, momentumBuffer, group)));
    }
  }
}

function step(p: Tensor, buffer: Tensor, group: MuonOptions): void {
  const { lr, weightDecay, momentum, nesterov, adjustLrFn } = group;
  const grad = p.grad as Tensor;
  buffer.lerp_(grad, 1 - momentum);
  const x = orthogonalized(nesterov ? grad.lerp(buffer, momentum) : buffer, group);
  const [rows, cols] = p.shape;
  const wide = Math.sqrt(Math.max(1, rows / cols));
  const scale = adjustLrFn === "match_rms_adamw" ? 0.2 * Math.sqrt(Math.max(rows, cols)) : wide;
  p.mul_(1 - lr * weightDecay);
  p.sub_(x.mul(lr * scale));
}

function orthogonalized(u: Tensor, { nsCoefficients: [a, b, c], nsSteps, eps }: MuonOptions): Tensor {
  const tall = u.shape[0] > u.shape[1];
  let x = u.div(u.norm().clampMin(eps));
  if (tall) x = x.t();
  for (let i = 0; i < nsSteps; i++) {
    const gram = x.matmul(x.t());
    x = x.mul(a).add(gram.mul(b).add(gram.matmul(gram).mul(c)).matmul(x));
  }
  return tall ? x.t() : x;
}
