// Penalties for large parameters, to be added to a loss: loss.add(nn.utils.l2Penalty(model.parameters(), 1e-4)).
import type { Given } from "../../arguments/given.js";
import { signature } from "../../arguments/signature.js";
import { ValueError } from "../../engine/fault.js";
import { filled } from "../../tensor/building.js";
import type { Tensor } from "../../tensor.js";
import { composed, demandFloat } from "./reduction.js";

const takeL1 = /* @__PURE__ */ signature("l1Penalty", "parameters: tensors, alpha = 1");
const takeL2 = /* @__PURE__ */ signature("l2Penalty", "parameters: tensors, alpha = 1");
const takeElastic = /* @__PURE__ */ signature("elasticNetPenalty", "parameters: tensors, alpha = 1, l1Ratio = 0.5");

type Parameters = readonly Tensor[];

/** The sum of what fn gives for each parameter; 0 without any. */
function overAll(op: string, parameters: Parameters, fn: (w: Tensor) => Tensor): Tensor {
  for (const w of parameters) demandFloat(op, w, "a parameter");
  return composed(op, () =>
    parameters.length ? parameters.map(fn).reduce((a, b) => a.add(b)) : filled([], 0, "float32"),
  );
}

/** alpha · Σ |w| over all parameters: a 0-d tensor. */
export function l1Penalty(parameters: Parameters, ...options: Given<[alpha?: number], { alpha?: number }>): Tensor;
export function l1Penalty(...given: unknown[]): Tensor {
  return takeL1.apply(given, (all, alpha) => overAll("l1Penalty", all, (w) => w.abs().sum().mul(alpha)));
}

/** alpha · Σ w² over all parameters: a 0-d tensor. Its gradient is 2·alpha·w, where weightDecay is weightDecay·w. */
export function l2Penalty(parameters: Parameters, ...options: Given<[alpha?: number], { alpha?: number }>): Tensor;
export function l2Penalty(...given: unknown[]): Tensor {
  return takeL2.apply(given, (all, alpha) => overAll("l2Penalty", all, (w) => w.square().sum().mul(alpha)));
}

/**
 * alpha · (l1Ratio · Σ |w| + ½(1 - l1Ratio) · Σ w²) over all parameters: a 0-d tensor, as in scikit-learn's ElasticNet.
 * https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.ElasticNet.html
 * @throws ValueError if l1Ratio is not between 0 and 1
 */
export function elasticNetPenalty(
  parameters: Parameters,
  ...options: Given<[alpha?: number, l1Ratio?: number], { alpha?: number; l1Ratio?: number }>
): Tensor;
export function elasticNetPenalty(...given: unknown[]): Tensor {
  return takeElastic.apply(given, (all, alpha, l1Ratio) => {
    if (!(l1Ratio >= 0 && l1Ratio <= 1))
      throw new ValueError(`elasticNetPenalty: l1Ratio = ${l1Ratio}: must be between 0 and 1`);
    return overAll("elasticNetPenalty", all, (w) =>
      w
        .abs()
        .sum()
        .mul(alpha * l1Ratio)
        .add(
          w
            .square()
            .sum()
            .mul((alpha * (1 - l1Ratio)) / 2),
        ),
    );
  });
}
