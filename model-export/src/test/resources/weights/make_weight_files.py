"""Makes the weight files of the import's tests with PyTorch and NumPy themselves.

python make_weight_files.py FOLDER JOBS_FOLDER
"""

import os
import sys
from collections import OrderedDict

import numpy as np
import torch
from torch.nn import functional as F

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


class Malice:
    def __reduce__(self):
        return os.system, ("touch malice-was-run",)


def norm(weights, name, channels):
    weights[name + ".weight"] = torch.rand(channels) + 0.5
    weights[name + ".bias"] = torch.randn(channels) * 0.3
    weights[name + ".running_mean"] = torch.randn(channels) * 0.2
    weights[name + ".running_var"] = torch.rand(channels) * 2 + 0.2
    weights[name + ".num_batches_tracked"] = torch.tensor(7)


def convolution(weights, name, outputs, inputs, kernel):
    fan = inputs * kernel * kernel
    weights[name + ".weight"] = torch.randn(outputs, inputs, kernel, kernel) * (2 / fan) ** 0.5


def stem(weights, prefix, width):
    convolution(weights, prefix + "conv1", width, 3, 7)
    norm(weights, prefix + "bn1", width)


def stage(weights, name, inputs, planes, blocks):
    for i in range(blocks):
        block = f"{name}.{i}"
        channels = inputs if i == 0 else 4 * planes
        convolution(weights, block + ".conv1", planes, channels, 1)
        norm(weights, block + ".bn1", planes)
        convolution(weights, block + ".conv2", planes, planes, 3)
        norm(weights, block + ".bn2", planes)
        convolution(weights, block + ".conv3", 4 * planes, planes, 1)
        norm(weights, block + ".bn3", 4 * planes)
        if i == 0:
            convolution(weights, block + ".downsample.0", 4 * planes, channels, 1)
            norm(weights, block + ".downsample.1", 4 * planes)


def resnet(width, blocks):
    weights = OrderedDict()
    stem(weights, "", width)
    for i in range(4):
        inputs = width if i == 0 else 2 ** (i + 1) * width
        stage(weights, f"layer{i + 1}", inputs, 2**i * width, blocks[i])
    weights["fc.weight"] = torch.randn(3, 32 * width)
    weights["fc.bias"] = torch.randn(3)
    return weights


def dalnet(width, blocks, exponent, identities, whole):
    weights = OrderedDict()
    channels = 32 * width
    for stream in ["photo", "auxiliary", "sketch"] if whole else ["photo", "sketch"]:
        stem(weights, stream + ".", width)
        stage(weights, stream + ".layer1", width, width, blocks[0])
        stage(weights, stream + ".layer2", 4 * width, 2 * width, blocks[1])
        if whole:
            weights[f"stylePool.{stream}.p"] = torch.tensor([2.5])
    stage(weights, "shared.layer3", 8 * width, 4 * width, blocks[2])
    stage(weights, "shared.layer4", 16 * width, 8 * width, blocks[3])
    weights["pool.p"] = torch.tensor([exponent])
    norm(weights, "neck", channels)
    weights["classifier.weight"] = torch.randn(identities, channels)
    if whole:
        weights["dag.kernel"] = torch.randn(1, 1, 3, 3)
        norm(weights, "interactedNeck", channels)
        for stream in ["photo", "sketch"]:
            weights[f"bam.{stream}.squeeze.weight"] = torch.randn(channels // 4, 2 * channels)
            weights[f"bam.{stream}.squeeze.bias"] = torch.randn(channels // 4)
            weights[f"bam.{stream}.expand.weight"] = torch.randn(channels, channels // 4)
            weights[f"bam.{stream}.expand.bias"] = torch.randn(channels)
            weights[f"aca.{stream}.norm.weight"] = torch.randn(channels)
            weights[f"aca.{stream}.norm.bias"] = torch.randn(channels)
    return weights


def apply_norm(weights, name, x):
    w = [weights[f"{name}.{part}"] for part in ["running_mean", "running_var", "weight", "bias"]]
    return F.batch_norm(x, *w, training=False, eps=1e-5)


def apply_stage(weights, name, x, stride):
    block = 0
    while f"{name}.{block}.conv1.weight" in weights:
        b = f"{name}.{block}"
        s = stride if block == 0 else 1
        y = F.relu(apply_norm(weights, b + ".bn1", F.conv2d(x, weights[b + ".conv1.weight"])))
        y = F.conv2d(y, weights[b + ".conv2.weight"], stride=s, padding=1)
        y = F.relu(apply_norm(weights, b + ".bn2", y))
        y = apply_norm(weights, b + ".bn3", F.conv2d(y, weights[b + ".conv3.weight"]))
        if block == 0:
            x = F.conv2d(x, weights[b + ".downsample.0.weight"], stride=s)
            x = apply_norm(weights, b + ".downsample.1", x)
        x = F.relu(x + y)
        block += 1
    return x


def embed(weights, stream, pictures):
    x = (torch.tensor(pictures, dtype=torch.float32) / 255 - MEAN) / STD
    x = F.conv2d(x, weights[stream + ".conv1.weight"], stride=2, padding=3)
    x = F.max_pool2d(F.relu(apply_norm(weights, stream + ".bn1", x)), 3, 2, 1)
    x = apply_stage(weights, stream + ".layer1", x, 1)
    x = apply_stage(weights, stream + ".layer2", x, 2)
    x = apply_stage(weights, "shared.layer3", x, 2)
    x = apply_stage(weights, "shared.layer4", x, 1)
    p = weights["pool.p"]
    x = x.clamp(min=1e-6).pow(p).mean((2, 3)).pow(1 / p)
    return F.normalize(apply_norm(weights, "neck", x)).numpy()


def arrays(weights):
    return {name: tensor.numpy() for name, tensor in weights.items()}


def reference(folder, name, weights, height, width, rng, prefix=""):
    """Weights, and what each encoder makes of two pictures of bytes."""
    parts = {prefix + key: value for key, value in arrays(weights).items()}
    np.savez(os.path.join(folder, name + ".npz"), **parts)
    pictures = rng.integers(0, 256, (2, 3, height, width))
    expected = {"pictures": pictures.astype(np.float32)}
    for stream in ["photo", "sketch"]:
        expected[stream] = embed(weights, stream, pictures)
    np.savez(os.path.join(folder, name + "-expected.npz"), **expected)


def numpy_files(folder):
    matrix = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.savez_compressed(
        os.path.join(folder, "numbers.npz"),
        float32=matrix,
        float64=matrix.astype(np.float64) / 3,
        half=matrix.astype(np.float16),
        count=np.array(1234),
        fortran=np.asfortranarray(matrix),
        big=matrix.astype(">f4"),
        empty=np.zeros((0, 3), dtype=np.float32),
    )
    np.savez(os.path.join(folder, "objects.npz"), objects=np.array([{}], dtype=object))
    np.savez(os.path.join(folder, "bytes.npz"), bytes=np.zeros(3, dtype=np.uint8))


def torch_files(folder):
    matrix = torch.arange(12, dtype=torch.float32).reshape(3, 4)
    state = OrderedDict(
        float32=matrix,
        shared=matrix[1:, 1:3],
        transposed=matrix.t(),
        expanded=torch.tensor([5.0]).expand(2, 2),
        half=torch.tensor([-2.5]).half(),
        brain=torch.tensor([-2.5]).bfloat16(),
        double=torch.tensor(0.1, dtype=torch.float64),
        count=torch.tensor(1 << 40),
        parameter=torch.nn.Parameter(torch.tensor([1.0, 2.0])),
    )
    state._metadata = OrderedDict({"": {"version": 1}})
    torch.save(state, os.path.join(folder, "state_dict.pth"))
    layer = torch.nn.Linear(2, 1)
    momentum = torch.optim.SGD(layer.parameters(), 0.1, momentum=0.9)
    layer(torch.ones(1, 2)).backward()
    momentum.step()
    saved = {"epoch": 3, "best": 0.5, "optimizer": momentum.state_dict(), "state_dict": state}
    torch.save(saved, os.path.join(folder, "nested.pth"))
    legacy = os.path.join(folder, "legacy.pth")
    torch.save(state, legacy, _use_new_zipfile_serialization=False)
    torch.save({"conv1.weight": Malice()}, os.path.join(folder, "malicious.pth"))
    torch.save({"conv1.weight": torch.tensor([True])}, os.path.join(folder, "booleans.pth"))
    bomb = {"conv1.weight": torch.zeros(1).expand(1 << 20, 1 << 12)}
    torch.save(bomb, os.path.join(folder, "bomb.pth"))
    torch.save(layer, os.path.join(folder, "module.pth"))
    torch.save(resnet(2, [1, 2, 1, 1]), os.path.join(folder, "resnet.pth"))


def main():
    torch.manual_seed(3)
    rng = np.random.default_rng(3)
    folder, jobs_folder = sys.argv[1:]
    numpy_files(folder)
    torch_files(folder)
    reference(
        jobs_folder, "whole", dalnet(3, [1, 2, 1, 1], -2.2, 4, True), 48, 32, rng, "parameter/"
    )
    reference(jobs_folder, "streams", dalnet(2, [2, 1, 1, 2], 6.5, 3, False), 64, 32, rng)


main()
