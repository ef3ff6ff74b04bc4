// Data to learn from: in a folder, in the system's own, or downloaded once. An entry of its own, `wasmgrad/datasets`.
export { MNIST, FashionMNIST, KMNIST, type ImageOptions, type Images } from "./mnist.js";
export {
  breastCancer,
  diabetes,
  digits,
  iris,
  karateClub,
  wine,
  type Graph,
  type Table,
  type TableOptions,
} from "./tables.js";
export { parseIdx } from "./idx.js";
export { type CsvOptions, parseCsv } from "./csv.js";
export { type DownloadOptions, download, type Source } from "./files.js";
