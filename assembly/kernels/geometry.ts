// Sizes of what slides over one to three axes.

/** What a convolution or a pool knows. Axes that it does not have are of size 1. */
@unmanaged
export class Geometry {
  images: i32;
  groups: i32;
  /** Channels of x and of y in a group. */
  channels: i32;
  filters: i32;
  private in0: i32;
  private in1: i32;
  private in2: i32;
  private out0: i32;
  private out1: i32;
  private out2: i32;
  private kernel0: i32;
  private kernel1: i32;
  private kernel2: i32;
  private stride0: i32;
  private stride1: i32;
  private stride2: i32;
  private padding0: i32;
  private padding1: i32;
  private padding2: i32;
  private dilation0: i32;
  private dilation1: i32;
  private dilation2: i32;

  input(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<Geometry>("in0"));
  }
  output(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<Geometry>("out0"));
  }
  kernel(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<Geometry>("kernel0"));
  }
  stride(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<Geometry>("stride0"));
  }
  padding(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<Geometry>("padding0"));
  }
  dilation(axis: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>axis) << 2), offsetof<Geometry>("dilation0"));
  }
  /** Sets what belongs to an axis, all but the two sizes. */
  setAxis(axis: i32, kernel: i32, stride: i32, padding: i32, dilation: i32): void {
    const at = changetype<usize>(this) + ((<usize>axis) << 2);
    store<i32>(at, kernel, offsetof<Geometry>("kernel0"));
    store<i32>(at, stride, offsetof<Geometry>("stride0"));
    store<i32>(at, padding, offsetof<Geometry>("padding0"));
    store<i32>(at, dilation, offsetof<Geometry>("dilation0"));
  }
  setSizes(axis: i32, input: i32, output: i32): void {
    const at = changetype<usize>(this) + ((<usize>axis) << 2);
    store<i32>(at, input, offsetof<Geometry>("in0"));
    store<i32>(at, output, offsetof<Geometry>("out0"));
  }
  /** Numbers in the kernel of one channel, in a plane of x and in one of y. */
  get taps(): i32 {
    return this.kernel0 * this.kernel1 * this.kernel2;
  }
  get inputPlane(): i32 {
    return this.in0 * this.in1 * this.in2;
  }
  get outputPlane(): i32 {
    return this.out0 * this.out1 * this.out2;
  }
}
