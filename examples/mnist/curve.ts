// The learning curve: loss and accuracy on both sets after every epoch, drawn by vega-lite.
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** What an epoch left behind. The training figures are means over its batches, with dropout and nudges at work. */
export interface Epoch {
  epoch: number;
  train: Score;
  test: Score;
}

export interface Score {
  loss: number;
  /** The share of digits told right, 0 to 1. */
  accuracy: number;
}

/** The picture, as SVG text. */
export function drawCurve(history: Epoch[], setting: string): Promise<string> {
  const subtitle = [
    setting,
    "train: the mean over an epoch, with dropout and nudged digits; test: after it, with neither",
  ];
  const last = history[history.length - 1];
  const spec = {
    title: { text: "Learning to read digits", subtitle, anchor: "start", offset: 18 },
    background: "white",
    padding: 20,
    spacing: 48,
    data: { values: history.flatMap((e) => [row(e, "train"), row(e, "test")]) },
    hconcat: [
      panel("loss", last, "cross-entropy (logarithmic)", { type: "log", nice: false }, "~g", ".3f"),
      panel("accuracy", last, "accuracy", { zero: false, domainMax: 1 }, "~%", ".2%"),
    ],
    config: {
      font: "Helvetica, Arial, sans-serif",
      title: { fontSize: 18, subtitleFontSize: 12, subtitleColor: "#667", subtitlePadding: 6 },
      axis: {
        labelColor: "#556",
        titleColor: "#556",
        titleFontWeight: "normal",
        domainColor: "#b8c0c8",
        tickColor: "#b8c0c8",
      },
      axisX: { grid: false },
      axisY: { gridColor: "#eceff2", titleAngle: 0, titleAlign: "left", titleAnchor: "end", titleX: 0, titleY: -10 },
      view: { stroke: null },
    },
  };
  return new vega.View(vega.parse(compile(spec as TopLevelSpec).spec), { renderer: "none" }).toSVG();
}

const row = (e: Epoch, set: "train" | "test") => ({ epoch: e.epoch, set, ...e[set] });

/** One score over the epochs; each line ends in its name and last value. */
function panel(score: keyof Score, last: Epoch, title: string, scale: object, ticks: string, digits: string): object {
  const ends = { filter: `datum.epoch == ${last.epoch}` };
  const upper = last.train[score] > last.test[score] ? "train" : "test";
  const name = (isUpper: boolean) => ({
    transform: [ends, { filter: `(datum.set == '${upper}') == ${isUpper}` }],
    mark: { type: "text", align: "left", dx: 9, dy: isUpper ? -6 : 6, fontWeight: "bold" },
    encoding: { text: { field: "label" } },
  });
  return {
    width: 360,
    height: 260,
    transform: [{ calculate: `datum.set + ' ' + format(datum.${score}, '${digits}')`, as: "label" }],
    encoding: {
      x: {
        field: "epoch",
        type: "quantitative",
        scale: { nice: false },
        axis: { tickMinStep: 1, format: "d", labelFlush: false },
      },
      y: { field: score, type: "quantitative", title, scale, axis: { format: ticks, tickCount: 6 } },
      color: {
        field: "set",
        type: "nominal",
        legend: null,
        scale: { domain: ["train", "test"], range: ["#7b93ad", "#d9480f"] },
      },
    },
    layer: [
      { mark: { type: "line", strokeWidth: 2 } },
      { transform: [ends], mark: { type: "point", filled: true, opacity: 1, size: 40 } },
      name(true),
      name(false),
    ],
  };
}
