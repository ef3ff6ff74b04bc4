// The README's chart: how many times faster wasmgrad is than each peer, as bars from 1 on a logarithmic scale.
import * as vega from "vega";
import { compile } from "vega-lite";
import { digits, peers, present } from "./results.mjs";

/** Products worth a bar: small, large, each form, the last layer of a classifier and that of a language model. */
const products = [
  "64x64x64/NN",
  "512x512x512/NN",
  "512x512x512/NT",
  "512x512x512/TN",
  "64x784x10/NN",
  "32x128x50257/NT",
];

// Both must be read on white and on black.
const TEXT = "#7d8590";
const COLORS = { PyTorch: "#e8590c", "TensorFlow.js": "#2f9e8f", "jax-js": "#7c6fd6" };

/** The picture as SVG text, or null without anything to draw. */
export async function chart(run) {
  const rows = run.rows.filter(({ id, group }) => group === "step" || products.some((name) => id === `matmul/${name}`));
  const names = present(run).map((peer) => peers[peer]);
  const values = rows.flatMap((row) =>
    present(run).flatMap((peer) => {
      const x = row.speedup(peer, 1);
      if (!x) return [];
      return [{ group: row.group, task: row.title, peer: peers[peer], x, label: `${digits(x)} ×`, ahead: x >= 1 }];
    }),
  );
  if (!values.length) return null;
  const panel = (group, title) => ({
    transform: [{ filter: `datum.group == '${group}'` }],
    width: 520,
    height: { step: 15 * names.length + 12, for: "position" },
    title: { text: title, anchor: "start", frame: "group", fontSize: 13, color: TEXT, offset: 6 },
    encoding: {
      y: { field: "task", type: "nominal", sort: null, title: null, scale: { paddingInner: 0.2, paddingOuter: 0.1 } },
      yOffset: { field: "peer", sort: names },
      x: {
        field: "x",
        type: "quantitative",
        scale,
        axis: { title: null, values: ticks, labelExpr: "format(datum.value, '~g') + ' ×'" },
      },
      color: {
        field: "peer",
        sort: names,
        scale: { domain: names, range: names.map((name) => COLORS[name]) },
        legend: { orient: "top", direction: "horizontal", title: null, labelFontSize: 13, symbolType: "square" },
      },
    },
    layer: [
      { mark: { type: "bar", cornerRadiusEnd: 2 }, encoding: { x2: { datum: 1 } } },
      text(true),
      text(false),
      {
        mark: { type: "rule", color: TEXT },
        encoding: { x: { datum: 1, scale }, y: null, yOffset: null, color: null },
      },
    ],
  });
  const low = Math.min(0.5, ...values.map(({ x }) => x / 1.6));
  const high = Math.max(10, ...values.map(({ x }) => x * 1.8));
  const scale = { type: "log", domain: [low, high], nice: false };
  const ticks = [0.01, 0.1, 1, 10, 100, 1000].flatMap((x) => [x, 2 * x, 5 * x]).filter((x) => x > low && x < high);
  const groups = [
    ["step", "A training step: forward, loss, backward, update"],
    ["matmul", "A matrix product, m x k x n, A or B transposed (T) or not (N)"],
  ].filter(([group]) => values.some((value) => value.group === group));
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: {
      text: "How many times faster wasmgrad is",
      subtitle: `float32, one thread each, ${run.machine.cpu}, ${run.date.slice(0, 10)}; bars to the left: slower`,
      anchor: "start",
      color: TEXT,
      subtitleColor: TEXT,
      fontSize: 17,
      subtitleFontSize: 12,
      subtitlePadding: 5,
      offset: 12,
    },
    background: null,
    padding: 12,
    spacing: 22,
    data: { values },
    vconcat: groups.map(([group, title]) => panel(group, title)),
    resolve: { scale: { y: "independent" } },
    config: {
      font: "Helvetica, Arial, sans-serif",
      axis: { labelColor: TEXT, labelFontSize: 12, domain: false, tickColor: TEXT, gridColor: TEXT, gridOpacity: 0.25 },
      axisY: { grid: false, ticks: false, labelPadding: 8, labelLimit: 240 },
      legend: { labelColor: TEXT },
      view: { stroke: null },
    },
  };
  return new vega.View(vega.parse(compile(spec).spec), { renderer: "none" }).toSVG();
}

/** The number at the end of a bar: after those that go to the right, before those that go to the left. */
const text = (ahead) => ({
  transform: [{ filter: `datum.ahead == ${ahead}` }],
  mark: { type: "text", align: ahead ? "left" : "right", dx: ahead ? 4 : -4, fontSize: 11, color: TEXT },
  encoding: { text: { field: "label" }, color: { value: TEXT } },
});
