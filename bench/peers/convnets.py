"""The convolutional networks of the training steps, as lib/convnets.mjs has them."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        projection = [nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)]
        self.shortcut = nn.Sequential(*([] if inputs == outputs else projection))

    def forward(self, x):
        y = self.bn1(self.conv1(x)).relu()
        return (self.bn2(self.conv2(y)) + self.shortcut(x)).relu()


def resnet20():
    stages = [(16, 16, 1), (16, 32, 2), (32, 64, 2)]
    blocks = [b for i, o, s in stages for b in (Block(i, o, s), Block(o, o, 1), Block(o, o, 1))]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)]
    return nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), *blocks, *head)


def mnist_cnn():
    first = [nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2)]
    second = [nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*first, *second, nn.Flatten(), nn.Linear(400, 10))


def mnist_convnet():
    first = [nn.Conv2d(1, 24, 5), nn.ReLU(), nn.MaxPool2d(2)]
    second = [nn.Conv2d(24, 32, 3), nn.ReLU(), nn.MaxPool2d(2)]
    head = [nn.Flatten(), nn.Linear(800, 128), nn.ReLU(), nn.Linear(128, 10)]
    return nn.Sequential(*first, *second, *head)


CONVNETS = {"mnist-cnn": mnist_cnn, "mnist-convnet": mnist_convnet, "resnet20": resnet20}


def starts(model, uniform):
    """What parameters begin with: weights in ±1/√inputs, scales 1, biases 0."""
    for i, (name, p) in enumerate(model.named_parameters()):
        if p.dim() > 1:
            bound = 1 / (p.numel() / p.shape[0]) ** 0.5
            yield torch.from_numpy(uniform(100 + i, p.numel(), -bound, bound)).reshape(p.shape)
        else:
            yield torch.full(p.shape, 1.0 if name.endswith("weight") else 0.0)
