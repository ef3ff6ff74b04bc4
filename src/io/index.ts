export { type SafetensorsFile, loadSafetensors, saveSafetensors } from "./safetensors.js";
