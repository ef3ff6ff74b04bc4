export {
  type SafetensorsFile,
  type SafetensorsOptions,
  type SafetensorsType,
  loadSafetensors,
  saveSafetensors,
} from "./safetensors.js";
