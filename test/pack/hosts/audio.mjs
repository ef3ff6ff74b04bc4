// An audio worklet, which has neither fetch nor crypto nor timers: its samples are a tensor.
import { backend, randn, tensor } from "../dist/index.js";

class Doubled extends AudioWorkletProcessor {
  constructor({ processorOptions: { said } }) {
    super();
    this.samples = tensor(said).mul(2).add(randn(3).mul(0)).data();
    this.port.postMessage({ explanation: backend().explanation });
  }
  process(_inputs, [[channel]]) {
    channel.set(this.samples);
    return false;
  }
}
registerProcessor("doubled", Doubled);
