"""The public names of PyTorch, for compat.mjs:  /usr/bin/python3 docs/names.py > docs/names.json"""
import inspect, json, torch
from torch import nn, optim
from torch.nn import functional, init, utils


def public(module, keep):
    return sorted(n for n in dir(module) if not n.startswith("_") and keep(getattr(module, n)))


def called(x): return callable(x) and not inspect.isclass(x) and not inspect.ismodule(x)
def classes(base): return lambda x: inspect.isclass(x) and issubclass(x, base) and x is not base


names = {
    "torch.Tensor": [n for n in sorted(dir(torch.Tensor)) if not n.startswith("_")],
    "torch": [n for n in public(torch, called) if hasattr(torch.functional, n) or torch.overrides.is_tensor_method_or_property(getattr(torch, n))
              or n in ("tensor zeros ones full empty eye arange linspace logspace rand randn randint randperm manual_seed zeros_like ones_like "
                       "full_like empty_like rand_like randn_like randint_like cat stack where save load no_grad enable_grad "
                       "is_grad_enabled set_printoptions hstack vstack dstack broadcast_tensors").split()
              or callable(getattr(torch.Tensor, n, None))],
    "torch.nn": public(nn, classes(nn.Module)),
    "torch.nn.functional": public(functional, called),
    "torch.nn.init": [n for n in public(init, called) if n.endswith("_") or n == "calculate_gain"],
    "torch.nn.utils": [n for n in public(utils, called)],
    "torch.optim": public(optim, classes(optim.Optimizer)),
    "torch.optim.lr_scheduler": public(optim.lr_scheduler, classes(optim.lr_scheduler._LRScheduler)),
    "torch.autograd": ["grad", "backward", "Function", "gradcheck", "gradgradcheck", "functional", "detect_anomaly", "set_grad_enabled",
                       "no_grad", "enable_grad"],
    "torch.utils.data": ["Dataset", "TensorDataset", "DataLoader", "Subset", "random_split", "default_collate", "ConcatDataset",
                         "IterableDataset", "Sampler", "BatchSampler", "SubsetRandomSampler", "WeightedRandomSampler"],
}
print(json.dumps(names, indent=0))
