// In the page: the peer that its address names, ready to be asked.
import { opened } from "../peers/answer.mjs";

const peers = {
  wasmgrad: () => import("../peers/wasmgrad.mjs"),
  tfjs: () => import("../peers/tfjs.mjs"),
  jax: () => import("../peers/jax.mjs"),
};
const query = new URLSearchParams(globalThis.location.search);
const [name, threads] = [query.get("peer"), Number(query.get("threads"))];
// jax-js takes as many threads as the machine has cores, TensorFlow.js at most half as many
const cores = name === "tfjs" ? 2 * threads : threads;
Object.defineProperty(navigator, "hardwareConcurrency", { value: cores });
globalThis.peer = peers[name]().then((module) => opened(module, name, threads));
