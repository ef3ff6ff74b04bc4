// A module worker: a message that was sent before it had loaded is not lost.
import { backend, tensor } from "../dist/index.js";

onmessage = ({ data }) => postMessage({ sum: tensor(data).mul(2).sum().item(), explanation: backend().explanation });
