"""The public names of PyTorch, for compat.mjs:  /usr/bin/python3 docs/names.py > docs/names.json"""
import inspect, json, torch
from torch import distributions, linalg, nn, optim
from torch.autograd import functional as derivatives
from torch.nn import functional, init, utils


def public(module, keep):
    return sorted(n for n in dir(module) if not n.startswith("_") and keep(getattr(module, n)))


def called(x): return callable(x) and not inspect.isclass(x) and not inspect.ismodule(x)
def classes(base): return lambda x: inspect.isclass(x) and issubclass(x, base)
def documented(n):  # but for the compiler's, and copies of views, which only its manual of native functions has
    doc = n in torch.__all__ and getattr(torch, n).__doc__
    return doc and "arg0" not in doc and not n.endswith("_copy") and "vital" not in n and n not in ("fork", "wait", "parse_ir", "init_num_threads")


names = {
    "torch.Tensor": [n for n in sorted(dir(torch.Tensor)) if not n.startswith("_")] + ["__getitem__", "__setitem__"],
    "torch": sorted(
        [n for n in public(torch, called) if hasattr(torch.functional, n) or torch.overrides.is_tensor_method_or_property(getattr(torch, n))
         or callable(getattr(torch.Tensor, n, None)) or documented(n)]
        + ["Generator", "enable_grad", "inference_mode", "no_grad", "set_grad_enabled"]),
    "torch.linalg": public(linalg, called),
    "torch.autograd": ["grad", "backward", "Function", "gradcheck", "gradgradcheck", "functional", "detect_anomaly", "set_detect_anomaly",
                       "set_grad_enabled", "no_grad", "enable_grad", "inference_mode", "graph", "profiler", "forward_ad"],
    "torch.autograd.functional": public(derivatives, lambda x: called(x) and getattr(x, "__module__", "") == derivatives.__name__),
    "torch.utils.checkpoint": ["checkpoint", "checkpoint_sequential"],
    "torch.distributions": sorted(distributions.__all__),
    "torch.nn": sorted(public(nn, classes(nn.Module)) + ["Parameter", "UninitializedBuffer", "UninitializedParameter"]),
    "torch.nn.functional": public(functional, called),
    "torch.nn.init": [n for n in public(init, called) if n.endswith("_") or n == "calculate_gain"],
    "torch.nn.Module": public(nn.Module, callable),
    "torch.nn.utils": [n for n in public(utils, called)],
    "torch.nn.utils.rnn": [n for n in utils.rnn.__dict__ if n.endswith("sequence") or n == "PackedSequence"],
    "torch.nn.utils.parametrize": [n for n in utils.parametrize.__dict__ if "parametriz" in n.lower() or n == "cached"],
    "torch.nn.utils.parametrizations": ["orthogonal", "spectral_norm"],
    "torch.optim": public(optim, classes(optim.Optimizer)),
    "torch.optim.lr_scheduler": public(optim.lr_scheduler, classes(optim.lr_scheduler._LRScheduler)) + ["ReduceLROnPlateau"],
    "torch.utils.data": ["Dataset", "TensorDataset", "DataLoader", "Subset", "random_split", "default_collate", "ConcatDataset",
                         "IterableDataset", "Sampler", "BatchSampler", "SubsetRandomSampler", "WeightedRandomSampler"],
}
# what a module has imported for itself
noise = set("Union Callable List Optional Tuple Container assert_int_or_pair boolean_dispatch handle_torch_function has_torch_function "
            "has_torch_function_unary has_torch_function_variadic".split())
print(json.dumps({part: [n for n in all if n not in noise] for part, all in names.items()}, indent=0))
