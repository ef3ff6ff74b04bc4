// Every type that a function of the library takes or gives can be named in the declarations of a user's program.
import * as all from "wasmgrad";
import * as gradcheck from "wasmgrad/gradcheck";
import * as datasets from "wasmgrad/datasets";
import * as metrics from "wasmgrad/metrics";
import * as npy from "wasmgrad/npy";
import * as rl from "wasmgrad/rl";
import * as training from "wasmgrad/training";

export const library = { ...all };
export const autograd = { ...all.autograd, ...all.autograd.functional };
export const data = { ...all.data, ...all.io, ...npy, ...gradcheck };
export const layers = { ...all.nn, ...all.nn.init, ...all.nn.utils };
export const functions = { ...all.nn.functional, ...all.linalg, ...all.distributions, ...all.graph, ...all.sparse };
export const systems = { ...metrics, ...datasets, ...training, ...rl };
export const models = { ...all.models };
export const optimizers = { ...all.optim };
