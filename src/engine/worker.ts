// For pages whose Content-Security-Policy forbids workers made from text: `globalThis.wasmgrad = { worker: url }` with the
// address of this file, before the import.
import { serve } from "./serve.js";

serve();
