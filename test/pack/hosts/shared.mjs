// A SharedWorker: neither is its first page.
import { backend, tensor } from "../dist/index.js";

globalThis.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) =>
    port.postMessage({ sum: tensor(data).mul(2).sum().item(), explanation: backend().explanation });
};
