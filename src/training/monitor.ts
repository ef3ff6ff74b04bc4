// How large gradients are, layer by layer, beside the weights that they move.
import { type nn, noGrad } from "../index.js";

/** The gradient of one parameter. */
export interface LayerGradient {
  name: string;
  /** √Σg², null without a gradient. */
  norm: number | null;
  /** Its norm over that of the weights. */
  ratio: number | null;
  largest: number | null;
  /** The share that is exactly 0: dead units leave rows of them. */
  zeros: number | null;
  /** NaN and infinities. */
  notFinite: number;
}
export interface GradientReport {
  layers: LayerGradient[];
  /** √ of the sum of all squares. */
  norm: number;
  /** Names whose norm is under 1e-3 of the largest layer's. */
  vanishing: string[];
  /** Names whose norm is above `exploding`, or not finite. */
  exploding: string[];
}

/**
 * What backward() left in a model: call it before zeroGrad().
 * @param options.vanishing the share of the largest norm under which a gradient counts as vanishing; default 1e-3
 * @param options.exploding the norm above which it counts as exploding; default 1e3
 */
export function gradientMonitor(
  model: nn.Module,
  { vanishing = 1e-3, exploding = 1e3 }: { vanishing?: number; exploding?: number } = {},
): GradientReport {
  const layers = Array.from(model.namedParameters(), ([name, p]) =>
    noGrad((): LayerGradient => {
      const g = p.grad?.to("float64");
      if (!g) return { name, norm: null, ratio: null, largest: null, zeros: null, notFinite: 0 };
      const norm = g.square().sum().sqrt().item();
      const size = p.to("float64").square().sum().sqrt().item();
      return {
        name,
        norm,
        ratio: size ? norm / size : null,
        largest: g.numel() ? g.abs().max().item() : 0,
        zeros: g.numel() ? g.eq(0).sum().item() / g.numel() : 0,
        notFinite: g.numel() - g.isfinite().sum().item(),
      };
    }),
  );
  const norms = layers.map(({ norm }) => norm ?? 0).filter(Number.isFinite);
  const most = Math.max(0, ...norms);
  const named = (test: (norm: number) => boolean): string[] =>
    layers.filter(({ norm }) => norm !== null && test(norm)).map(({ name }) => name);
  return {
    layers,
    norm: Math.sqrt(layers.reduce((sum, { norm }) => sum + (norm ?? 0) ** 2, 0)),
    vanishing: named((norm) => norm < vanishing * most),
    exploding: named((norm) => !(norm <= exploding)),
  };
}
