/** A task that a peer cannot express; the table shows a dash and the JSON the reason. */
export class Unsupported extends Error {
  name = "Unsupported";
}
