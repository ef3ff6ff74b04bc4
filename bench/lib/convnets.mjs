// The convolutional networks of the training steps, in wasmgrad; peers/convnets.py has the same in PyTorch.

/** conv, batch norm, relu, conv, batch norm, + what came in, relu; where sizes change, what came in goes through a projection. */
function blockOf(nn) {
  return class Block extends nn.Module {
    constructor(inputs, outputs, stride) {
      super();
      this.conv1 = new nn.Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false });
      this.bn1 = new nn.BatchNorm2d(outputs);
      this.conv2 = new nn.Conv2d(outputs, outputs, 3, { padding: 1, bias: false });
      this.bn2 = new nn.BatchNorm2d(outputs);
      const projection = [new nn.Conv2d(inputs, outputs, 1, { stride, bias: false }), new nn.BatchNorm2d(outputs)];
      this.shortcut = new nn.Sequential(...(inputs === outputs ? [] : projection));
    }
    forward(x) {
      const y = this.bn1.forward(this.conv1.forward(x)).relu();
      return this.bn2.forward(this.conv2.forward(y)).add(this.shortcut.forward(x)).relu();
    }
  };
}

export const convnets = {
  "mnist-cnn": (nn) =>
    new nn.Sequential(
      ...[new nn.Conv2d(1, 8, 3), new nn.ReLU(), new nn.MaxPool2d(2)],
      ...[new nn.Conv2d(8, 16, 3), new nn.ReLU(), new nn.MaxPool2d(2)],
      ...[new nn.Flatten(), new nn.Linear(400, 10)],
    ),
  "mnist-convnet": (nn) =>
    new nn.Sequential(
      ...[new nn.Conv2d(1, 24, 5), new nn.ReLU(), new nn.MaxPool2d(2)],
      ...[new nn.Conv2d(24, 32, 3), new nn.ReLU(), new nn.MaxPool2d(2)],
      ...[new nn.Flatten(), new nn.Linear(800, 128), new nn.ReLU(), new nn.Linear(128, 10)],
    ),
  resnet20: (nn) => {
    const Block = blockOf(nn);
    const stages = [
      [16, 16, 1],
      [16, 32, 2],
      [32, 64, 2],
    ];
    return new nn.Sequential(
      ...[new nn.Conv2d(3, 16, 3, { padding: 1, bias: false }), new nn.BatchNorm2d(16), new nn.ReLU()],
      ...stages.flatMap(([a, b, stride]) => [new Block(a, b, stride), new Block(b, b, 1), new Block(b, b, 1)]),
      ...[new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(64, 10)],
    );
  },
};

/** What parameter i of a convolutional network begins with: weights in ±1/√inputs, scales 1, biases 0. */
export function start(i, shape, name, uniform) {
  const size = shape.reduce((a, b) => a * b, 1);
  const bound = 1 / Math.sqrt(size / shape[0]);
  if (shape.length > 1) return uniform(100 + i, size, -bound, bound);
  return new Float32Array(size).fill(name.endsWith("weight") ? 1 : 0);
}
