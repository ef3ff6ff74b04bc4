// Layers of images, sounds and volumes: the rows of their functions.
import { convolutions } from "./convolution.js";
import { type Case } from "./kit.js";
import { pools } from "./pooling.js";
import { resizing } from "./resizing.js";

export const vision = { ...convolutions, ...pools, ...resizing } satisfies Record<string, Case>;
