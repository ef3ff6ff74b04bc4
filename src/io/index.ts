export {
  type SafetensorsFile,
  type SafetensorsOptions,
  type SafetensorsType,
  loadSafetensors,
  saveSafetensors,
} from "./safetensors.js";
export {
  type CheckpointPart,
  type CheckpointTarget,
  type Stateful,
  loadCheckpoint,
  saveCheckpoint,
} from "./checkpoint.js";
