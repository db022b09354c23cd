"""Teaches the sentence encoder the triage codes and writes src/engines/triage/encoder.bin. How to run it: README.md beside it.

train.py MODEL_FOLDER TEXTS.json OUT [--fold N --scores FILE] [--epochs N]
Writes the weights to OUT. With --fold N it leaves that fold out and writes the scores of the posts left out to the JSON file that
--scores names, for choosing thresholds. Repeatable on one machine: the seed is fixed.
"""
import argparse
import json
import os
import struct
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

WINDOW, HEADS, BATCH, RATE, DROP, SEED = 100, 4, 32, 3e-4, 0.1, 1


def read_public_model(folder):
    model = json.load(open(os.path.join(folder, 'model.json')))
    manifest = model['weightsManifest'][0]
    data = b''.join(open(os.path.join(folder, path), 'rb').read() for path in manifest['paths'])
    weights, at = {}, 0
    for one in manifest['weights']:
        count = int(np.prod(one['shape'])) if one['shape'] else 1
        kind = {'float32': np.float32, 'int32': np.int32}[one['dtype']]
        weights[one['name']] = np.frombuffer(data, kind, count, at).reshape(one['shape'])
        at += count * 4
    return weights


def names_of_layer(i):
    part = 'module_apply_default/Encoder_en/KonaTransformer/Encode/'
    own, stack = f'{part}Layer_{i}/TransformerLayer/', f'{part}TransformerStack/Layer_{i}/TransformerLayer/'
    kernel = f'module/Encoder_en/KonaTransformer/Encode/Layer_{i}/TransformerLayer/MultiheadAttention/'
    norm, split = 'layer_prepostprocess/layer_norm/layer_norm_', '/ConcatPartitions/concat'
    names = {
        'norm1.scale': own + norm + 'scale' + split,
        'norm1.bias': own + norm + 'bias' + split,
        'norm2.scale': own + 'FFN/' + norm + 'scale' + split,
        'norm2.bias': own + 'FFN/' + norm + 'bias' + split,
        'qkv': kernel + 'qkv_transform_single/kernel/part_0',
        'qkv.bias': own + 'MultiheadAttention/qkv_transform_single/bias' + split,
        'out': kernel + 'output_transform_single/kernel/part_0',
        'out.bias': own + 'MultiheadAttention/output_transform_single/bias' + split,
        'wide': stack + 'FFN/conv1/Tensordot/Reshape_1',
        'wide.bias': own + 'FFN/conv1/bias' + split,
        'narrow': stack + 'FFN/conv2/Tensordot/Reshape_1',
        'narrow.bias': own + 'FFN/conv2/bias' + split,
    }
    if i == 0:
        names |= {'residual': own + 'dense/kernel' + split, 'residual.bias': own + 'dense/bias' + split}
    return {f'{i}.{ours}': theirs for ours, theirs in names.items()}


class Encoder(nn.Module):
    def __init__(self, public, classes):
        super().__init__()
        names = {**names_of_layer(0), **names_of_layer(1), 'embedding': 'module/Embeddings_en',
                 'hidden': 'module/Encoder_en/hidden_layers/tanh_layer_0/weights',
                 'hidden.bias': 'module/Encoder_en/hidden_layers/tanh_layer_0/bias'}
        squeeze = lambda a: a.reshape(a.shape[-2:]) if a.ndim == 4 else a
        self.w = nn.ParameterDict({ours.replace('.', '_'): nn.Parameter(torch.tensor(squeeze(np.array(public[theirs]))))
                                   for ours, theirs in names.items()})
        self.w['head'] = nn.Parameter(torch.zeros(1024, classes))
        self.w['head_bias'] = nn.Parameter(torch.zeros(classes))
        turns = 'module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1'
        self.register_buffer('turns', torch.tensor(np.array(public[turns][0])))

    def layer(self, i, x, mask):
        w, drop = (lambda name: self.w[f'{i}_{name}']), (lambda t: F.dropout(t, DROP, self.training))
        size, length, width = x.shape
        y = F.layer_norm(x, (width,), w('norm1_scale'), w('norm1_bias'), 1e-6)
        heads = lambda t: t.view(size, length, HEADS, width // HEADS).transpose(1, 2)
        q, k, v = map(heads, (drop(y) @ w('qkv') + w('qkv_bias')).split(width, -1))
        share = drop((q @ k.transpose(-1, -2) * (width // HEADS) ** -0.5 + mask).softmax(-1))
        y = (share @ v).transpose(1, 2).reshape(size, length, width) @ w('out') + w('out_bias')
        if i == 0:
            x = x @ w('residual') + w('residual_bias')
        x = x + drop(y)
        y = F.layer_norm(x, (x.shape[-1],), w('norm2_scale'), w('norm2_bias'), 1e-6)
        y = F.relu(y @ w('wide') + w('wide_bias'))
        return x + drop(drop(y) @ w('narrow') + w('narrow_bias'))

    def forward(self, ids, lengths):
        length = ids.shape[1]
        pad = torch.arange(length)[None] >= lengths[:, None]
        e = self.w['embedding'][ids]
        if self.training:  # whole pieces go missing, so that no single word decides
            e = e * (torch.rand(*ids.shape, 1) > DROP)
        angle = torch.arange(length).float()[:, None] * self.turns[None]
        x = (2 * e + torch.cat([angle.sin(), angle.cos()], 1)).masked_fill(pad[..., None], 0)
        mask = (pad.float() * -1e9)[:, None, None]
        x = self.layer(1, self.layer(0, x, mask), mask).masked_fill(pad[..., None], 0)
        mean = x.sum(1) / lengths[:, None]
        hidden = torch.tanh(mean @ self.w['hidden'] + self.w['hidden_bias'])
        return torch.cat([hidden, mean], 1) @ self.w['head'] + self.w['head_bias']


def batch_of(posts):
    ids = [post['ids'][:WINDOW] or [0] for post in posts]
    lengths = torch.tensor([len(one) for one in ids])
    grid = torch.zeros(len(ids), int(lengths.max()), dtype=torch.long)
    for i, one in enumerate(ids):
        grid[i, :len(one)] = torch.tensor(one)
    return grid, lengths


def by_length(posts, order, chunk=BATCH * 16):
    for start in range(0, len(order), chunk):
        part = sorted(order[start:start + chunk], key=lambda i: len(posts[i]['ids']))
        for at in range(0, len(part), BATCH):
            yield [posts[i] for i in part[at:at + BATCH]]


def scores_of(net, posts):
    net.eval()
    with torch.no_grad():
        return torch.cat([net(*batch_of(posts[i:i + 64])) for i in range(0, len(posts), 64)])


def learn(net, posts, epochs, watched):
    chance = np.random.default_rng(SEED)
    head = [net.w['head'], net.w['head_bias']]
    rest = [p for name, p in net.w.items() if not name.startswith('head')]
    optimiser = torch.optim.AdamW([{'params': rest, 'lr': RATE}, {'params': head, 'lr': RATE * 5}], weight_decay=0.01)
    steps = max(1, epochs) * -(-len(posts) // BATCH)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1, s / (0.1 * steps)) * max(0, 1 - s / steps))
    started = time.time()
    for epoch in range(epochs):
        net.train()
        total = 0
        for batch in by_length(posts, chance.permutation(len(posts)).tolist()):
            target = torch.tensor([post['target'] for post in batch])
            weight = torch.tensor([post['weight'] for post in batch])
            loss = (-(target * F.log_softmax(net(*batch_of(batch)), 1)).sum(1) * weight).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            plan.step()
            total += loss.item() * len(batch)
        told = ''
        if watched:
            truth = torch.tensor([post['target'] for post in watched]).argmax(1)
            right = (scores_of(net, watched).argmax(1) == truth).float()
            written = torch.tensor([not post['id'].startswith(('lesson', 'day')) for post in watched])
            told = f', right code {right[written].mean():.3f} of the set, {right[~written].mean():.3f} of the lessons'
        print(f'epoch {epoch + 1}: loss {total / len(posts):.3f}{told}, {time.time() - started:.0f} s', flush=True)


def write(net, classes, vocabulary, path):
    tensors, payload = [], bytearray()

    def put(array):
        payload.extend(b'\0' * (-len(payload) % 4))
        at = len(payload)
        payload.extend(array.tobytes())
        return at

    for name, value in net.w.items():
        value = value.detach().numpy().astype(np.float32)
        if name in ('head', 'head_bias'):  # the kernel wants a multiple of eight columns
            value = np.pad(value, [(0, 0)] * (value.ndim - 1) + [(0, -value.shape[-1] % 8)])
        entry = {'name': name.replace('_', '.'), 'shape': list(value.shape), 'steps': None}
        if value.ndim == 2:
            axis = 1 if name == 'embedding' else 0
            step = np.maximum(np.abs(value).max(axis=axis), 1e-12) / 127
            whole = np.round(value / (step[:, None] if axis == 1 else step[None])).astype(np.int8)
            entry |= {'at': put(whole), 'steps': put(step.astype(np.float32)), 'byRow': axis == 1}
        else:
            entry['at'] = put(value)
        tensors.append(entry)
    tensors.append({'name': 'turns', 'shape': [128], 'steps': None, 'at': put(net.turns.numpy().astype(np.float32))})
    header = json.dumps({'classes': classes, 'pieces': vocabulary, 'tensors': tensors}, ensure_ascii=False).encode()
    with open(path, 'wb') as file:
        file.write(struct.pack('<I', len(header)) + header + payload)


def main():
    given = argparse.ArgumentParser()
    given.add_argument('model')
    given.add_argument('texts')
    given.add_argument('out')
    given.add_argument('--fold', type=int)
    given.add_argument('--scores')
    given.add_argument('--epochs', type=int, default=4)
    given = given.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    texts = json.load(open(given.texts))
    posts = texts['posts']
    left_out = [post for post in posts if post['fold'] == given.fold]
    net = Encoder(read_public_model(given.model), len(texts['classes']))
    learn(net, [post for post in posts if post['fold'] != given.fold], given.epochs, left_out)
    write(net, texts['classes'], texts['vocabulary'], given.out)
    if left_out and given.scores:
        scores = scores_of(net, left_out).tolist()
        json.dump([{'id': post['id'], 'scores': row} for post, row in zip(left_out, scores)], open(given.scores, 'w'))


main()
