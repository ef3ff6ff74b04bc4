// MNIST and the sets made in its image: 28x28 gray pictures of ten kinds in IDX files.
import { type Tensor, data, noGrad } from "../index.js";
import { FormatError } from "../engine/fault.js";
import { type DownloadOptions, type Source, download, hostFiles, readFirst } from "./files.js";
import { parseIdx } from "./idx.js";

/** Options of MNIST, FashionMNIST and KMNIST. */
export interface ImageOptions extends DownloadOptions {
  /** The folder to look in first, and to download to. Default "data". */
  root?: string | undefined;
  /** The pictures to learn from, or those to be judged by. Default true. */
  train?: boolean | undefined;
  /** Download what is nowhere. Default false, as in torchvision. */
  download?: boolean | undefined;
  /** Whole numbers 0 … 255 (int32) instead of 0 … 1 (float32). Default false. */
  raw?: boolean | undefined;
}

/** Pictures (n, 1, 28, 28) and their classes (n), with the names of the classes. */
export class Images extends data.TensorDataset<[images: Tensor, labels: Tensor]> {
  constructor(
    readonly images: Tensor,
    readonly labels: Tensor,
    readonly classes: readonly string[],
  ) {
    super(images, labels);
  }
}

interface Set {
  name: string;
  /** In the root folder, as torchvision has it, and among the system's. */
  folders: readonly string[];
  mirrors: readonly string[];
  sums: Record<string, string>;
  classes: readonly string[];
}

const names = (train: boolean): string[] => {
  const part = train ? "train" : "t10k";
  return [`${part}-images-idx3-ubyte`, `${part}-labels-idx1-ubyte`];
};
const sums = (...all: string[]): Record<string, string> =>
  Object.fromEntries([...names(true), ...names(false)].map((name, i) => [name, all[i]]));

const mnist: Set = {
  name: "MNIST",
  folders: ["MNIST/raw", "mnist"],
  mirrors: ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
  sums: /* @__PURE__ */ sums(
    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
  ),
  classes: /* @__PURE__ */ Array.from("0123456789"),
};
const fashion: Set = {
  name: "FashionMNIST",
  folders: ["FashionMNIST/raw", "fashion-mnist"],
  mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
  sums: /* @__PURE__ */ sums(
    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
  ),
  classes: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
};
const kmnist: Set = {
  name: "KMNIST",
  folders: ["KMNIST/raw", "kmnist"],
  mirrors: ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
  sums: /* @__PURE__ */ sums(
    "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
    "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
    "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
    "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
  ),
  classes: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
};

/**
 * Handwritten digits: 60,000 to learn from, 10,000 to be judged by. Looks in `root`, in `root`/MNIST/raw, in /usr/share/datasets/mnist,
 * and then downloads, if it may. https://pytorch.org/vision/stable/generated/torchvision.datasets.MNIST.html
 * @throws FormatError if a file is missing, cut off or damaged
 */
export function MNIST(options?: ImageOptions): Promise<Images> {
  return load(mnist, options);
}
/** Articles of clothing, in the same form. https://pytorch.org/vision/stable/generated/torchvision.datasets.FashionMNIST.html */
export function FashionMNIST(options?: ImageOptions): Promise<Images> {
  return load(fashion, options);
}
/** Cursive Japanese letters, in the same form. https://pytorch.org/vision/stable/generated/torchvision.datasets.KMNIST.html */
export function KMNIST(options?: ImageOptions): Promise<Images> {
  return load(kmnist, options);
}

async function load(set: Set, options: ImageOptions = {}): Promise<Images> {
  const { train = true, raw = false } = options;
  const [images, labels] = await Promise.all(names(train).map((name) => find(set, name, options)));
  const [n, h, w] = images.shape;
  if (images.ndim !== 3 || labels.ndim !== 1 || labels.size(0) !== n)
    throw new FormatError(
      `${set.name}: [${images.shape.join(", ")}] pictures and [${labels.shape.join(", ")}] labels do not belong together`,
    );
  if (n && labels.aminmax().max.item() >= set.classes.length)
    throw new FormatError(`${set.name}: there are labels above ${set.classes.length - 1}; the files are another set's`);
  return noGrad(() => {
    const pixels = images.reshape(n, 1, h, w);
    return new Images(raw ? pixels : pixels.to("float32").div(255), labels, set.classes);
  });
}

async function find(set: Set, name: string, options: ImageOptions): Promise<Tensor> {
  const { root = "data", download: may = false } = options;
  const { path } = hostFiles(set.name);
  const folders = [
    root,
    ...set.folders.map((folder) => path.join(root, folder)),
    ...set.folders.map((folder) => `/usr/share/datasets/${folder}`),
  ];
  const found = await readFirst(
    set.name,
    folders.flatMap((folder) => [path.join(folder, name), path.join(folder, `${name}.gz`)]),
  );
  if (found) return parseIdx(found.bytes, found.path);
  if (!may)
    throw new FormatError(`${set.name}: ${name} is in none of ${folders.join(", ")}; { download: true } fetches it`);
  const source: Source = { urls: set.mirrors.map((url) => `${url}${name}.gz`), sha256: set.sums[name] };
  const target = path.join(root, set.folders[0], `${name}.gz`);
  return parseIdx(await download(target, source, options), target);
}
