// Sequences of different lengths. `nn.utils.rnn` in the public API.
export {
  PackedSequence,
  packPaddedSequence,
  packSequence,
  padPackedSequence,
  padSequence,
  unpackSequence,
  unpadSequence,
  type UnpackOptions,
} from "../functional/packed.js";
