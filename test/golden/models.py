"""Writes models.json: what published models compute, by torchvision and PyTorch in float64, and which keys they have.

    /usr/bin/python3 test/golden/models.py        (torch 1.13, torchvision 0.14; the same bytes every time)
    /usr/bin/python3 test/golden/models.py --keys resnet18        shows the keys of one

Weights and inputs are not written down: both sides make them by the formula of `noise`. Models that torchvision has not are written
here by their formulas, with the names of their authors: Hugging Face's for GPT-2, BERT and Llama.

    keys      a hash of "name shape" of the state dict, in its order
    output    the first numbers of the result in eval(), and the product of all with noise
    loss      in train(); without labels the product of the result with noise
    grads     for each parameter the product of its gradient with noise
"""
import json, math, pathlib, sys
import torch
import torch.nn.functional as F
import torchvision
from torch import nn
from torchvision import models as tv
from torchvision.models import densenet, mobilenetv2, resnet

def noise(n, seed):
    """n numbers in [-1, 1) that look random: the upper bits of a multiple of n·odd + seed."""
    return torch.cat([piece(i, min(i + 2**22, n), seed) for i in range(0, max(n, 1), 2**22)])

def piece(begin, end, seed):
    x = (torch.arange(begin, end, dtype=torch.int64) * 2654435761 + seed * 40503 + 12345) % 2**32
    x = (x ^ (x >> 15)) * 2246822519 % 2**32
    x = (x ^ (x >> 13)) * 3266489917 % 2**32
    return (x ^ (x >> 16)).double() / 2**31 - 1

def fill(model):
    with torch.no_grad():
        for seed, (key, t) in enumerate(model.state_dict().items()):
            if not t.is_floating_point():
                continue
            x = noise(t.numel(), seed).reshape(t.shape).to(t.dtype)
            if key.endswith("running_var"):
                x = 1 + 0.5 * x
            elif t.ndim > 1:
                x = x * math.sqrt(6 / t[0].numel())
            elif key.endswith("weight"):
                x = 1 + 0.1 * x
            else:
                x = 0.1 * x
            t.copy_(x)
    return model

def digits(t):
    return [float(f"{x:.12g}") for x in t.detach().double().flatten().tolist()]

def keys(model):
    return [f"{key} {list(t.shape)}".replace(" ", "") for key, t in model.state_dict().items()]

def hashed(model):
    h = 0x811C9DC5
    for byte in "\n".join(keys(model)).encode():
        h = (h ^ byte) * 0x01000193 % 2**32
    return f"{h:08x}"

def about(model):
    return {"keys": hashed(model), "params": sum(p.numel() for p in model.parameters())}

def output(y):
    return {"output": digits(y.flatten()[:8]), "product": digits((y * noise(y.numel(), 5000).reshape(y.shape)).sum())[0]}

def record(model, run):
    """run(model) gives the result and the loss."""
    fill(model.double())
    told = {**about(model), **output(run(model.eval())[0])}
    y, loss = run(model.train())
    loss.backward()
    products = [(p.grad.flatten() * noise(p.numel(), 7000 + i)).sum() for i, p in enumerate(model.parameters())]
    return {**told, "loss": digits(loss)[0], "grads": [digits(g)[0] for g in products]}

def image(*shape):
    x = noise(math.prod(shape), 1000).reshape(shape)
    def run(model):
        y = model(x)
        y = y[0] if isinstance(y, tuple) else y
        return y, (y * noise(y.numel(), 5000).reshape(y.shape)).sum()
    return run

# -- models of others ---------------------------------------------------------------------------------------------------------

class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x.flatten(1))))))

class CifarResNet(nn.Module):
    def __init__(self, n):
        super().__init__()
        def stage(a, b):
            down = nn.Sequential(nn.Conv2d(a, b, 1, 2, bias=False), nn.BatchNorm2d(b)) if a != b else None
            first = resnet.BasicBlock(a, b, 2 if down else 1, down)
            return nn.Sequential(first, *[resnet.BasicBlock(b, b) for _ in range(n - 1)])
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.layer1, self.layer2, self.layer3 = stage(16, 16), stage(16, 32), stage(32, 64)
        self.fc = nn.Linear(64, 10)
    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))

class DoubleConv(nn.Module):
    def __init__(self, a, b, mid=None):
        super().__init__()
        mid = mid or b
        self.double_conv = nn.Sequential(
            nn.Conv2d(a, mid, 3, padding=1, bias=False), nn.BatchNorm2d(mid), nn.ReLU(),
            nn.Conv2d(mid, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU())
    def forward(self, x):
        return self.double_conv(x)

class Down(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(a, b))
    def forward(self, x):
        return self.maxpool_conv(x)

class Up(nn.Module):
    def __init__(self, a, b, bilinear):
        super().__init__()
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True) if bilinear else nn.ConvTranspose2d(a, a // 2, 2, 2)
        self.conv = DoubleConv(a, b, a // 2) if bilinear else DoubleConv(a, b)
    def forward(self, x, skip):
        x = self.up(x)
        dy, dx = skip.size(2) - x.size(2), skip.size(3) - x.size(3)
        x = F.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        return self.conv(torch.cat([skip, x], 1))

class OutConv(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.conv = nn.Conv2d(a, b, 1)
    def forward(self, x):
        return self.conv(x)

class UNet(nn.Module):
    def __init__(self, channels, classes, bilinear=False, n=64):
        super().__init__()
        f = 2 if bilinear else 1
        self.inc = DoubleConv(channels, n)
        self.down1, self.down2, self.down3 = Down(n, 2 * n), Down(2 * n, 4 * n), Down(4 * n, 8 * n)
        self.down4 = Down(8 * n, 16 * n // f)
        self.up1, self.up2 = Up(16 * n, 8 * n // f, bilinear), Up(8 * n, 4 * n // f, bilinear)
        self.up3, self.up4 = Up(4 * n, 2 * n // f, bilinear), Up(2 * n, n, bilinear)
        self.outc = OutConv(n, classes)
    def forward(self, x):
        x1 = self.inc(x)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        x4 = self.down3(x3)
        y = self.up1(self.down4(x4), x4)
        return self.outc(self.up4(self.up3(self.up2(y, x3), x2), x1))

class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)
        self.fc3, self.fc4 = nn.Linear(20, 400), nn.Linear(400, 784)
    def forward(self, x):
        """The sample is the mean: what is drawn differs."""
        h = F.relu(self.fc1(x))
        mu, logvar = self.fc21(h), self.fc22(h)
        return torch.cat([torch.sigmoid(self.fc4(F.relu(self.fc3(mu)))), mu, logvar], 1)

class Generator(nn.Module):
    def __init__(self, nz=100, n=64, nc=3):
        super().__init__()
        up = lambda a, b: [nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, 8 * n, 4, 1, 0, bias=False), nn.BatchNorm2d(8 * n), nn.ReLU(), *up(8 * n, 4 * n), *up(4 * n, 2 * n),
            *up(2 * n, n), nn.ConvTranspose2d(n, nc, 4, 2, 1, bias=False), nn.Tanh())
    def forward(self, x):
        return self.main(x)

class Discriminator(nn.Module):
    def __init__(self, n=64, nc=3):
        super().__init__()
        down = lambda a, b: [nn.Conv2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), nn.LeakyReLU(0.2)]
        self.main = nn.Sequential(
            nn.Conv2d(nc, n, 4, 2, 1, bias=False), nn.LeakyReLU(0.2), *down(n, 2 * n), *down(2 * n, 4 * n), *down(4 * n, 8 * n),
            nn.Conv2d(8 * n, 1, 4, 1, 0, bias=False), nn.Sigmoid())
    def forward(self, x):
        return self.main(x).view(-1)

# -- language -------------------------------------------------------------------------------------------------------------------

def named(**fields):
    """A module that computes nothing and holds these."""
    m = nn.Module()
    for name, part in fields.items():
        setattr(m, name, part)
    return m

def attention(q, k, v, mask):
    """(B, heads, T, d), true where a key may be seen"""
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.size(-1))
    return scores.masked_fill(~mask, -math.inf).softmax(-1) @ v

def split(x, heads):
    return x.view(x.size(0), x.size(1), heads, -1).transpose(1, 2)

def joined(x):
    return x.transpose(1, 2).flatten(2)

def causal(ids, mask):
    n = ids.size(1)
    return torch.ones(n, n, dtype=torch.bool).tril() & mask[:, None, None].bool()

def shifted(logits, labels):
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten())

class Conv1D(nn.Module):
    def __init__(self, out, inside):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.zeros(inside, out)), nn.Parameter(torch.zeros(out))
    def forward(self, x):
        return x @ self.weight + self.bias

class GPT2(nn.Module):
    def __init__(self, vocab, positions, c, layers, heads):
        super().__init__()
        self.heads = heads
        block = lambda: named(
            ln_1=nn.LayerNorm(c), attn=named(c_attn=Conv1D(3 * c, c), c_proj=Conv1D(c, c)),
            ln_2=nn.LayerNorm(c), mlp=named(c_fc=Conv1D(4 * c, c), c_proj=Conv1D(c, 4 * c)))
        self.transformer = named(
            wte=nn.Embedding(vocab, c), wpe=nn.Embedding(positions, c), h=nn.ModuleList([block() for _ in range(layers)]), ln_f=nn.LayerNorm(c))
        self.lm_head = nn.Linear(c, vocab, bias=False)
        self.lm_head.weight = self.transformer.wte.weight
    def forward(self, ids, mask):
        t = self.transformer
        x = t.wte(ids) + t.wpe(torch.arange(ids.size(1)))
        for b in t.h:
            q, k, v = (split(y, self.heads) for y in b.attn.c_attn(b.ln_1(x)).chunk(3, -1))
            x = x + b.attn.c_proj(joined(attention(q, k, v, causal(ids, mask))))
            y = b.mlp.c_fc(b.ln_2(x))
            y = 0.5 * y * (1 + torch.tanh(math.sqrt(2 / math.pi) * (y + 0.044715 * y**3)))
            x = x + b.mlp.c_proj(y)
        return self.lm_head(t.ln_f(x))

class Bert(nn.Module):
    def __init__(self, vocab, c, layers, heads, inner, positions, head):
        super().__init__()
        self.heads, self.head = heads, head
        norm, linear = lambda: nn.LayerNorm(c, eps=1e-12), lambda: nn.Linear(c, c)
        attention = lambda: named(
            self=named(query=linear(), key=linear(), value=linear()), output=named(dense=linear(), LayerNorm=norm()))
        layer = lambda: named(
            attention=attention(), intermediate=named(dense=nn.Linear(c, inner)), output=named(dense=nn.Linear(inner, c), LayerNorm=norm()))
        parts = dict(
            embeddings=named(
                word_embeddings=nn.Embedding(vocab, c), position_embeddings=nn.Embedding(positions, c),
                token_type_embeddings=nn.Embedding(2, c), LayerNorm=norm()),
            encoder=named(layer=nn.ModuleList([layer() for _ in range(layers)])))
        if not head:
            for name, part in dict(**parts, pooler=named(dense=linear())).items():
                setattr(self, name, part)
            return
        self.bert = named(**parts)
        self.cls = named(predictions=nn.Module())
        p = self.cls.predictions
        p.bias = nn.Parameter(torch.zeros(vocab))
        p.transform = named(dense=linear(), LayerNorm=norm())
        p.decoder = nn.Linear(c, vocab)
        p.decoder.weight, p.decoder.bias = self.bert.embeddings.word_embeddings.weight, p.bias
    def forward(self, ids, mask, segments):
        bert = self.bert if self.head else self
        e = bert.embeddings
        x = e.LayerNorm(e.word_embeddings(ids) + e.token_type_embeddings(segments) + e.position_embeddings(torch.arange(ids.size(1))))
        for b in bert.encoder.layer:
            s = getattr(b.attention, "self")
            q, k, v = (split(m(x), self.heads) for m in (s.query, s.key, s.value))
            x = b.attention.output.LayerNorm(b.attention.output.dense(joined(attention(q, k, v, mask[:, None, None].bool()))) + x)
            x = b.output.LayerNorm(b.output.dense(F.gelu(b.intermediate.dense(x))) + x)
        if not self.head:
            return torch.cat([x, torch.tanh(self.pooler.dense(x[:, :1]))], 1)
        p = self.cls.predictions
        return p.decoder(p.transform.LayerNorm(F.gelu(p.transform.dense(x))))

class RMSNorm(nn.Module):
    def __init__(self, c, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(c)), eps
    def forward(self, x):
        return self.weight * x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps)

class Llama(nn.Module):
    def __init__(self, vocab, c, inner, layers, heads, groups, eps=1e-6, theta=10000.0, scaling=None, bias=False, tie=False):
        super().__init__()
        self.heads, self.groups = heads, groups
        d = self.d = c // heads
        block = lambda: named(
            self_attn=named(q_proj=nn.Linear(c, c, bias), k_proj=nn.Linear(c, groups * d, bias), v_proj=nn.Linear(c, groups * d, bias), o_proj=nn.Linear(c, c, bias)),
            mlp=named(gate_proj=nn.Linear(c, inner, bias), up_proj=nn.Linear(c, inner, bias), down_proj=nn.Linear(inner, c, bias)),
            input_layernorm=RMSNorm(c, eps), post_attention_layernorm=RMSNorm(c, eps))
        self.model = named(embed_tokens=nn.Embedding(vocab, c), layers=nn.ModuleList([block() for _ in range(layers)]), norm=RMSNorm(c, eps))
        self.lm_head = nn.Linear(c, vocab, bias=False)
        if tie:
            self.lm_head.weight = self.model.embed_tokens.weight
        self.frequencies = theta ** (-torch.arange(0, d, 2, dtype=torch.float64) / d)
        if scaling:
            factor, low, high, length = scaling
            wavelength = 2 * math.pi / self.frequencies
            smooth = (length / wavelength - low) / (high - low)
            between = (1 - smooth) * self.frequencies / factor + smooth * self.frequencies
            self.frequencies = torch.where(
                wavelength < length / high, self.frequencies, torch.where(wavelength > length / low, self.frequencies / factor, between))
    def turned(self, x):
        angles = torch.arange(x.size(2), dtype=torch.float64)[:, None] * self.frequencies
        cos, sin = torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat([-b, a], -1) * sin
    def forward(self, ids, mask):
        x = self.model.embed_tokens(ids)
        for b in self.model.layers:
            s, y = b.self_attn, b.input_layernorm(x)
            q, k = self.turned(split(s.q_proj(y), self.heads)), self.turned(split(s.k_proj(y), self.groups))
            k, v = (t.repeat_interleave(self.heads // self.groups, 1) for t in (k, split(s.v_proj(y), self.groups)))
            x = x + s.o_proj(joined(attention(q, k, v, causal(ids, mask))))
            y = b.post_attention_layernorm(x)
            x = x + b.mlp.down_proj(F.silu(b.mlp.gate_proj(y)) * b.mlp.up_proj(y))
        return self.lm_head(self.model.norm(x))

IDS = (torch.arange(14) * 11 % 47 + 1).view(2, 7)
MASK = torch.ones(2, 7, dtype=torch.int64)
MASK[1, 5:] = 0
LABELS = IDS.masked_fill(MASK == 0, -100)
SEGMENTS = (torch.arange(14) % 3 == 2).long().view(2, 7)

def language(model):
    y = model(IDS, MASK)
    return y, shifted(y, LABELS)

def written(model, n=6):
    """What is likeliest, token after token."""
    ids = IDS
    for _ in range(n):
        ids = torch.cat([ids, model(ids, torch.ones_like(ids))[:, -1:].argmax(-1)], 1)
    return ids.tolist()

def masked(model):
    y = model(IDS, MASK, SEGMENTS)
    return y, F.cross_entropy(y.flatten(0, 1), LABELS.flatten())

def pooled(model):
    y = model(IDS, MASK, SEGMENTS)
    return y, (y * noise(y.numel(), 5000).reshape(y.shape)).sum()

# -- what is written down ---------------------------------------------------------------------------------------------------------

SMALL = {
    "mlp": (lambda: torchvision.ops.MLP(5, [7, 6, 3], norm_layer=nn.BatchNorm1d, activation_layer=nn.SiLU), image(4, 5)),
    "mlpPlain": (lambda: torchvision.ops.MLP(5, [7, 3], bias=False), image(4, 5)),
    "lenet": (LeNet, image(3, 1, 32, 32)),
    "resnet18": (lambda: tv.resnet18(num_classes=7), image(2, 3, 64, 64)),
    "bottleneck": (lambda: resnet.ResNet(resnet.Bottleneck, [1, 2, 1, 1], num_classes=5, groups=2, width_per_group=8), image(2, 3, 64, 48)),
    "dilated": (lambda: resnet.ResNet(
        resnet.Bottleneck, [1, 1, 2, 2], num_classes=3, width_per_group=4, replace_stride_with_dilation=[False, True, True],
        norm_layer=lambda c: nn.GroupNorm(4, c)), image(2, 3, 33, 33)),
    "resnet20": (lambda: CifarResNet(3), image(2, 3, 32, 32)),
    "mobilenet": (lambda: mobilenetv2.MobileNetV2(
        num_classes=5, width_mult=0.35, inverted_residual_setting=[[1, 16, 1, 1], [6, 24, 2, 2], [4, 32, 2, 1]], dropout=0), image(2, 3, 32, 40)),
    "densenet": (lambda: densenet.DenseNet(growth_rate=6, block_config=[2, 3, 2], num_init_features=10, bn_size=3, num_classes=5), image(2, 3, 64, 64)),
    "unet": (lambda: UNet(2, 3, False, 4), image(2, 2, 35, 43)),
    "unetBilinear": (lambda: UNet(2, 3, True, 4), image(2, 2, 35, 43)),
    "vae": (VAE, image(3, 784)),
    "generator": (lambda: Generator(6, 4, 2), image(2, 6, 1, 1)),
    "discriminator": (lambda: Discriminator(4, 2), image(3, 2, 64, 64)),
    "gpt2": (lambda: GPT2(50, 16, 24, 2, 3), language),
    "llama": (lambda: Llama(50, 24, 40, 2, 6, 2), language),
    "llama3": (lambda: Llama(50, 24, 40, 1, 3, 3, 1e-5, 5000.0, (8.0, 1.0, 4.0, 32), True, True), language),
    "bert": (lambda: Bert(50, 24, 2, 3, 40, 16, False), pooled),
    "bertMasked": (lambda: Bert(50, 24, 2, 3, 40, 16, True), masked),
}

PUBLISHED = [
    "alexnet", "vgg11", "vgg11_bn", "vgg13", "vgg13_bn", "vgg16", "vgg16_bn", "vgg19", "vgg19_bn", "resnet18", "resnet34", "resnet50",
    "resnet101", "resnet152", "resnext50_32x4d", "resnext101_32x8d", "resnext101_64x4d", "wide_resnet50_2", "wide_resnet101_2",
    "mobilenet_v2", "densenet121", "densenet161", "densenet169", "densenet201",
]
# computed too, in eval()
COMPUTED = ["alexnet", "vgg11_bn", "resnet50", "resnext50_32x4d", "mobilenet_v2", "densenet121"]

def published(name):
    model = getattr(tv, name)()
    told = {**about(model), "published": tv.get_model_weights(name).DEFAULT.meta["num_params"]}
    if name in COMPUTED:
        with torch.no_grad():
            told |= output(fill(model.double()).eval()(noise(3 * 64 * 64, 1000).view(1, 3, 64, 64)))
    return told

def main():
    if sys.argv[1:2] == ["--keys"]:
        name = sys.argv[2]
        print("\n".join(keys(SMALL[name][0]() if name in SMALL else getattr(tv, name)())))
        return
    told = {"small": {name: record(build(), run) for name, (build, run) in SMALL.items()}}
    for name in ["gpt2", "llama"]:
        told["small"][name]["written"] = written(fill(SMALL[name][0]().double()))
    told["published"] = {name: published(name) for name in PUBLISHED}
    (pathlib.Path(__file__).parent / "models.json").write_text(json.dumps(told, separators=(",", ":")) + "\n")

if __name__ == "__main__":
    main()
