// wasmgrad/npy: arrays of NumPy, alone (.npy) and in archives (.npz). An entry of its own, for it brings a zip library.
export { type NpyOptions, type NumpyType, loadNpy, saveNpy } from "./npy.js";
export { type NpzOptions, loadNpz, saveNpz } from "./npz.js";
