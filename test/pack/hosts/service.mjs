// A service worker, which may not await anything while it loads.
import { backend, tensor } from "../dist/index.js";

globalThis.onmessage = ({ data, ports: [port] }) =>
  port.postMessage({ sum: tensor(data).mul(2).sum().item(), explanation: backend().explanation });
