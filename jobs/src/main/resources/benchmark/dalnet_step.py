"""The training step of DALNet in PyTorch: the limit that `benchmark training` measures against.

Reads a safetensors file of weights and one batch, then obeys lines on standard input:

    run N     does N steps, answers {"seconds": [...], "loss": first step's, "residentKb": ...}

Arguments: FILE THREADS PRECISION(float32|bfloat16). Written after the network's specification, for
PyTorch's own modules, channels last; it shares no code with the Java network.
"""

import json
import re
import struct
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

STREAMS = ("photo", "auxiliary", "sketch")


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            values = torch.frombuffer(data[start:end], dtype=torch.float32)
            tensors[name] = values.reshape(entry["shape"]).clone()
    return tensors


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or inputs != 4 * width:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width)
            )

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


def stage(inputs, width, blocks, stride):
    layers = [Bottleneck(inputs, width, stride)]
    layers += [Bottleneck(4 * width, width, 1) for _ in range(blocks - 1)]
    return nn.Sequential(*layers)


class PrivateStages(nn.Module):
    def __init__(self, width, blocks):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = stage(width, width, blocks[0], 1)
        self.layer2 = stage(4 * width, 2 * width, blocks[1], 2)

    def forward(self, x):
        return self.layer2(self.layer1(self.maxpool(self.relu(self.bn1(self.conv1(x))))))


class SharedStages(nn.Module):
    def __init__(self, width, blocks):
        super().__init__()
        self.layer3 = stage(8 * width, 4 * width, blocks[2], 2)
        self.layer4 = stage(16 * width, 8 * width, blocks[3], 1)

    def forward(self, x):
        return self.layer4(self.layer3(x))


class GeM(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.tensor(3.0))

    def forward(self, x):
        return x.float().clamp(min=1e-6).pow(self.p).mean((2, 3)).pow(1 / self.p)


class Align(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.squeeze = nn.Linear(2 * channels, squeezed)
        self.expand = nn.Linear(squeezed, channels)

    def forward(self, own, auxiliary):
        return torch.sigmoid(self.expand(self.squeeze(torch.cat((own, auxiliary), 2))))


class CrossAttention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.LayerNorm(channels)

    def forward(self, own, auxiliary):
        scale = own.shape[2] ** -0.5
        m1 = torch.softmax(own @ auxiliary.transpose(1, 2) * scale, 2)
        m2 = torch.softmax(auxiliary @ own.transpose(1, 2) * scale, 2)
        return self.norm(m1 @ (m2 @ own))


class DalNet(nn.Module):
    def __init__(self, tensors):
        super().__init__()
        width = tensors["photo.conv1.weight"].shape[0]
        blocks = [
            1 + max(int(m.group(1)) for m in (re.match(pattern, n) for n in tensors) if m)
            for pattern in (
                r"photo\.layer1\.(\d+)\.",
                r"photo\.layer2\.(\d+)\.",
                r"shared\.layer3\.(\d+)\.",
                r"shared\.layer4\.(\d+)\.",
            )
        ]
        channels = 32 * width
        squeezed = tensors["bam.photo.squeeze.weight"].shape[0]
        for name in STREAMS:
            setattr(self, name, PrivateStages(width, blocks))
        self.shared = SharedStages(width, blocks)
        self.dag = nn.ParameterDict({"kernel": tensors["dag.kernel"]})
        self.stylePool = nn.ModuleDict({name: GeM() for name in STREAMS})
        self.pool = GeM()
        self.bam = nn.ModuleDict({n: Align(channels, squeezed) for n in ("photo", "sketch")})
        self.aca = nn.ModuleDict({n: CrossAttention(channels) for n in ("photo", "sketch")})
        self.neck = nn.BatchNorm1d(channels)
        self.interactedNeck = nn.BatchNorm1d(channels)
        identities = tensors["classifier.weight"].shape[0]
        self.classifier = nn.Linear(channels, identities, bias=False)
        self.load(tensors)

    def load(self, tensors):
        state = self.state_dict()
        wanted = {n for n in state if not n.endswith("num_batches_tracked")}
        given = {n for n in tensors if not n.startswith("batch.")}
        if wanted != given:
            raise ValueError(f"weights differ: {sorted(wanted ^ given)[:5]}")
        for name in wanted:
            state[name].copy_(tensors[name].reshape(state[name].shape))

    def forward(self, photo, cutout, mask, sketch):
        mean = photo.new_tensor((0.485, 0.456, 0.406)).view(1, 3, 1, 1)
        std = photo.new_tensor((0.229, 0.224, 0.225)).view(1, 3, 1, 1)
        luma = photo.new_tensor((0.299, 0.587, 0.114)).view(1, 3, 1, 1)
        grey = (cutout * mask * luma).sum(1, keepdim=True)
        edges = F.conv2d(grey, self.dag["kernel"].view(1, 1, 3, 3), padding=1)
        auxiliary = ((edges.repeat(1, 3, 1, 1)) - mean) / std
        inputs = dict(photo=photo, auxiliary=auxiliary, sketch=sketch)
        maps = {
            n: getattr(self, n)(inputs[n].contiguous(memory_format=torch.channels_last))
            for n in STREAMS
        }
        style = {n: self.stylePool[n](maps[n]) for n in STREAMS}
        joint = self.shared(torch.cat([maps[n] for n in STREAMS]))
        embedded = self.neck(self.pool(joint))
        logits = self.classifier(embedded)
        tokens = dict(zip(STREAMS, joint.flatten(2).transpose(1, 2).chunk(3)))
        align = {n: self.bam[n](tokens[n], tokens["auxiliary"]) for n in ("photo", "sketch")}
        aligned = {n: align[n] * tokens[n] + tokens[n] for n in align}
        third = align["sketch"] * tokens["auxiliary"] + tokens["auxiliary"]
        attended = [self.aca[n](aligned[n], third).mean(1) for n in ("photo", "sketch")]
        interacted = self.interactedNeck(torch.cat(attended).float())
        interacted_logits = self.classifier(interacted)
        return (
            style,
            dict(zip(STREAMS, embedded.chunk(3))),
            logits.chunk(3),
            dict(zip(("photo", "sketch"), interacted.chunk(2))),
            interacted_logits.chunk(2),
        )


def circle(similarity, positive, negative, margin, gamma):
    a_p = (1 + margin - similarity.detach()).clamp(min=0)
    a_n = (similarity.detach() + margin).clamp(min=0)
    none = torch.finfo(similarity.dtype).min
    l_p = (-gamma * a_p * (similarity - (1 - margin))).masked_fill(~positive, none).logsumexp(1)
    l_n = (gamma * a_n * (similarity - margin)).masked_fill(~negative, none).logsumexp(1)
    return F.softplus(l_n + l_p)[positive.any(1) & negative.any(1)].mean()


def cosines(a, b):
    return F.normalize(a) @ F.normalize(b).t()


def losses(outputs, y, tau=0.07, margin=0.45, gamma=64.0):
    style, embedded, logits, interacted, interacted_logits = outputs
    same = y[:, None] == y[None]
    identity = sum(F.cross_entropy(part.float(), y) for part in (*logits, *interacted_logits))
    to_sketch = F.cosine_similarity(style["auxiliary"], style["sketch"]) / tau
    to_photos = cosines(style["auxiliary"], style["photo"]) / tau
    refinement = -(to_sketch - torch.cat((to_sketch[:, None], to_photos), 1).logsumexp(1)).mean()
    cross = 0
    for a, b in (("photo", "sketch"), ("photo", "auxiliary"), ("auxiliary", "sketch")):
        s = cosines(embedded[a], embedded[b])
        both = circle(s, same, ~same, margin, gamma) + circle(s.t(), same, ~same, margin, gamma)
        cross = cross + both / 2
    intra = 0
    for name in ("photo", "sketch"):
        s = cosines(embedded[name], interacted[name])
        hardest = s.masked_fill(same, -2).argmax(1)
        negative = F.one_hot(hardest, len(y)).bool() & ~same
        intra = intra + circle(s, same, negative, margin, gamma)
    return identity + refinement + cross + intra


def parameter_groups(network, rate):
    decayed, others = [], []
    for name, parameter in network.named_parameters():
        plain = parameter.dim() < 2 or name == "dag.kernel"
        (others if plain else decayed).append(parameter)
    return [
        {"params": decayed, "lr": rate, "weight_decay": 0.02},
        {"params": others, "lr": rate, "weight_decay": 0.0},
    ]


def resident_kb():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))


def main():
    path, threads, precision = sys.argv[1:]
    torch.set_num_threads(int(threads))
    tensors = read_safetensors(path)
    network = DalNet(tensors).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(parameter_groups(network, 1e-5))
    batch = [tensors["batch." + n] for n in ("photo", "cutout", "mask", "sketch")]
    identities = tensors["batch.identities"].long()

    def step():
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            outputs = network(*batch)
        loss = losses(outputs, identities)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()

    print(json.dumps({"torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        seconds, values = [], []
        for _ in range(int(line.split()[1])):
            start = time.perf_counter()
            values.append(step())
            seconds.append(time.perf_counter() - start)
        print(
            json.dumps({"seconds": seconds, "loss": values[0], "residentKb": resident_kb()}),
            flush=True,
        )


main()
