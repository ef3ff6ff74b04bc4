// Pools, and normalisation by batches.
import { type Tensor, nn } from "wasmgrad";
import { type Case, type Inputs, type Options, type Variant, fixed, real } from "./kit.js";

const F = nn.functional;
const BIG = { 1: [9, 7, 1025], 2: [9, 7, 33, 35], 3: [5, 7, 9, 11, 13] };
const SMALL = { 1: [2, 2, 7], 2: [2, 2, 5, 4], 3: [2, 1, 3, 4, 3] };
type Axes = 1 | 2 | 3;

function pool(axes: Axes, call: (x: Inputs, o: Options) => ReturnType<Case["call"]>, ...options: Options[]): Case {
  const on = (shape: number[], o: Options): Variant => ({ inputs: [real(shape, 0.25, 2)], options: o });
  return { call, tries: options.map((o) => on(SMALL[axes], o)), large: on(BIG[axes], options[0]) };
}

const max = (axes: Axes): Case => {
  const f = [F.maxPool1d, F.maxPool2d, F.maxPool3d][axes - 1];
  return pool(
    axes,
    ([x], o) => f(x, o.kernelSize!, o.stride, o.padding as number, o.dilation, o.ceilMode, true),
    { kernelSize: 2 },
    { kernelSize: 3, stride: 2, padding: 1, ceilMode: true },
    { kernelSize: 2, dilation: 2, stride: 1 },
  );
};
const avg = (axes: Axes): Case => {
  const f = [F.avgPool1d, F.avgPool2d, F.avgPool3d][axes - 1];
  return pool(
    axes,
    ([x], o) => f(x, o.kernelSize!, o.stride, o.padding as number, o.ceilMode, o.countIncludePad, o.divisorOverride),
    { kernelSize: 2 },
    { kernelSize: 3, stride: 2, padding: 1, ceilMode: true },
    { kernelSize: 3, stride: 1, padding: 1, countIncludePad: false },
  );
};
const lp = (axes: Axes): Case => {
  const f = [F.lpPool1d, F.lpPool2d, F.lpPool3d][axes - 1];
  return pool(
    axes,
    ([x], o) => f(x, o.normType!, o.kernelSize!, o.stride, o.ceilMode),
    { normType: 2, kernelSize: 2 },
    { normType: 3, kernelSize: 2, stride: 1 },
  );
};
const adaptiveMax = (axes: Axes): Case => {
  const f = [F.adaptiveMaxPool1d, F.adaptiveMaxPool2d, F.adaptiveMaxPool3d][axes - 1];
  return pool(axes, ([x], o) => f(x, o.outputSize!, true), { outputSize: 2 }, { outputSize: 1 });
};
const adaptiveAvg = (axes: Axes): Case => {
  const f = [F.adaptiveAvgPool1d, F.adaptiveAvgPool2d, F.adaptiveAvgPool3d][axes - 1];
  return pool(axes, ([x], o) => f(x, o.outputSize!), { outputSize: 2 }, { outputSize: 1 });
};
const unpool = (axes: Axes): Case => {
  const [f, down] = (
    [
      [F.maxUnpool1d, F.maxPool1d],
      [F.maxUnpool2d, F.maxPool2d],
      [F.maxUnpool3d, F.maxPool3d],
    ] as const
  )[axes - 1];
  const on = (shape: number[]): Variant => ({
    inputs: [real(shape)],
    options: { kernelSize: 2, outputSize: shape.slice(2) },
  });
  return {
    call: ([x], { kernelSize: k, outputSize }) => {
      const [values, places] = down(x, k!, null, 0, 1, false, true);
      const size = outputSize as number[];
      return f(values, places, k!, null, 0, size);
    },
    tries: [on(SMALL[axes])],
    large: on(BIG[axes]),
  };
};
const fractional = (axes: 2 | 3): Case => {
  const f = [F.fractionalMaxPool2d, F.fractionalMaxPool3d][axes - 2];
  const on = (shape: number[], o: Options): Variant => ({
    inputs: [real(shape), fixed(real([...shape.slice(0, 2), axes], 0, 0.99))],
    options: o,
  });
  return {
    call: ([x, randomSamples], { kernelSize, outputSize }) =>
      f(x, kernelSize!, { outputSize, randomSamples, returnIndices: true }),
    tries: [on(SMALL[axes], { kernelSize: 2, outputSize: 2 })],
    large: on(BIG[axes], { kernelSize: 2, outputSize: 4 }),
  };
};

export const pools = {
  maxPool1d: max(1),
  maxPool2d: max(2),
  maxPool3d: max(3),
  avgPool1d: avg(1),
  avgPool2d: avg(2),
  avgPool3d: avg(3),
  lpPool1d: lp(1),
  lpPool2d: lp(2),
  lpPool3d: lp(3),
  adaptiveMaxPool1d: adaptiveMax(1),
  adaptiveMaxPool2d: adaptiveMax(2),
  adaptiveMaxPool3d: adaptiveMax(3),
  adaptiveAvgPool1d: adaptiveAvg(1),
  adaptiveAvgPool2d: adaptiveAvg(2),
  adaptiveAvgPool3d: adaptiveAvg(3),
  fractionalMaxPool2d: fractional(2),
  fractionalMaxPool3d: fractional(3),
  maxUnpool1d: unpool(1),
  maxUnpool2d: unpool(2),
  maxUnpool3d: unpool(3),
  batchNorm: {
    call: (inputs, { training, eps }: Options) => {
      const [x, w, b, mean, variance] = inputs as readonly (Tensor | undefined)[];
      return F.batchNorm(x!, mean?.clone() ?? null, variance?.clone() ?? null, w, b, training, 0.1, eps);
    },
    tries: [
      { inputs: [real([3, 2, 2]), real([2]), real([2])], options: { training: true } },
      { inputs: [real([4, 2])], options: { training: true, eps: 0.5 } },
      {
        inputs: [real([2, 2, 2, 1]), real([2]), real([2]), fixed(real([2])), fixed(real([2], 0.5, 2))],
        options: { training: false },
      },
    ],
    large: { inputs: [real([9, 17, 33, 35]), real([17]), real([17])], options: { training: true } },
    float32: { "far from zero": [1e-4, "1024 has 1e-4 of its last bit, and so has PyTorch's mean"] },
  },
} satisfies Record<string, Case>;
