// An error that nobody catches: what stands on the screen is the message and this file.
import { ones } from "wasmgrad";

function train() {
  const y = ones([2, 3]).matmul(ones([4, 5])); // line 5
  console.log(y.shape); // a call that is returned leaves no trace in Bun
}
train();
