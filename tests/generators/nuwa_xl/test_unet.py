import dataclasses
from pathlib import Path

import pytest
import torch
import transformers
from torch import Tensor, nn

from generators.nuwa_xl.batch import Conditions
from generators.nuwa_xl.blocks import Injection
from generators.nuwa_xl.conditioning import Conditioned
from generators.nuwa_xl.conditions import FrameConditions, Seen
from generators.nuwa_xl.painting import inside
from generators.nuwa_xl.sizes import SIZES, latent_size
from generators.nuwa_xl.text import HubTokenizer
from generators.nuwa_xl.tokenizer import Tokenizer
from generators.nuwa_xl.unet import MaskTemporalUNet, with_blocks, with_frozen_text, with_temporal
from storyline.errors import SetupError
from storyline.schema.base import EntityId
from storyline.schema.camera import Camera
from storyline.schema.layout import Box

WORDS = ["a brown hare runs in the forest", "a green tortoise sleeps by night", "an orange cat jumps on the beach"]
TOKENIZER = Tokenizer.train(WORDS * 10, 60)
SMALL = {
    "vocabulary": len(TOKENIZER),
    "latent_channels": 8,
    "widths": (16, 32),
    "blocks": (1, 1),
    "text_width": 16,
    "paint_width": 8,
    "clock_width": 32,
    "visible_width": 8,
    "max_frames": 8,
}
SIZE = (6, 8)


def network(**config) -> MaskTemporalUNet:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return MaskTemporalUNet(**{**SMALL, **config}).eval()


def awake(net: MaskTemporalUNet, *, but: type[nn.Module] | tuple = ()) -> MaskTemporalUNet:
    """The network as if it had learnt: what was zero is not, but for modules of one class."""
    generator = torch.Generator().manual_seed(1)
    asleep = {id(p) for module in net.modules() if isinstance(module, but) for p in module.parameters()}
    for parameter in net.parameters():
        if parameter.requires_grad and id(parameter) not in asleep and not parameter.any():
            parameter.data = torch.randn(parameter.shape, generator=generator) * 0.1
    return net


def seen(name: str = "hare", box: tuple[float, float, float, float] = (0.2, 0.3, 0.6, 0.9), **fields) -> Seen:
    given = {"phrase": f"{name}, running", "colours": ((0.5, 0.3, 0.1),), "facing": "left", "since": 0.5, "paces": 1.0}
    return Seen(entity=EntityId(name), box=Box(box), **{**given, **fields})


def frame(n: int = 0, *, prompt: str = WORDS[0], entities: tuple[Seen, ...] | None = None, **fields) -> FrameConditions:
    given = {"place": "forest", "seen": (seen(),) if entities is None else entities, "camera": Camera(), "seconds": n}
    return FrameConditions(prompt=prompt, **{**given, **fields})


def clips(*frames: list[FrameConditions], entities: int = 4) -> Conditions:
    return Conditions.of(frames, TOKENIZER, stride=1.0, level=1, entities=entities)


def noise(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def output(net: MaskTemporalUNet, conditions: Conditions, noisy: Tensor | None = None, **visible) -> Tensor:
    size = SIZE if noisy is None else tuple(noisy.shape[-2:])
    noisy = noise(len(conditions), conditions.frames, 8, *size) if noisy is None else noisy
    with torch.no_grad():
        return net(noisy, torch.full((len(conditions),), 0.7), net.condition(conditions, size), **visible)


def test_layers_over_time_change_nothing_when_they_are_put_in() -> None:
    images = awake(network())
    films = with_temporal(images).eval()
    assert films.config.temporal
    assert films.num_parameters() > images.num_parameters()
    conditions = clips([frame(n, prompt=WORDS[n % 3]) for n in range(5)])
    assert torch.equal(output(images, conditions), output(films, conditions))
    for n in range(5):
        alone, noisy = conditions.window(slice(n, n + 1)), noise(1, 5, 8, *SIZE)[:, n : n + 1]
        assert torch.equal(output(images, alone, noisy), output(films, alone, noisy))
        assert torch.allclose(output(films, alone, noisy), output(films, conditions)[:, n : n + 1], atol=1e-5)
    assert output(images, conditions).std() > 0.01
    with pytest.raises(SetupError, match="has layers over time already"):
        with_temporal(films)


def test_further_blocks_change_nothing_when_they_are_put_in() -> None:
    images, alone, noisy = awake(network()), clips([frame(0)]), noise(1, 1, 8, *SIZE)
    more = with_blocks(images, [blocks + 1 for blocks in images.config.blocks]).eval()
    assert more.num_parameters() > images.num_parameters()
    assert torch.equal(output(more, alone, noisy), output(images, alone, noisy))
    assert not torch.allclose(output(awake(more), alone, noisy), output(images, alone, noisy), atol=1e-3)
    films = awake(with_temporal(images).eval())  # of clips all is taken but what is of time
    taken, of_clips = with_blocks(films, images.config.blocks).state_dict(), films.state_dict()
    assert all(torch.equal(weight, of_clips[name]) for name, weight in taken.items())


def test_frames_see_each_other_once_layers_over_time_have_learnt() -> None:
    films = awake(with_temporal(awake(network())).eval())
    noisy = noise(1, 4, 8, *SIZE)
    other = noisy.clone()
    other[:, 3] += 1
    conditions = clips([frame(n) for n in range(4)])
    moved = (output(films, conditions, noisy) - output(films, conditions, other)).abs().amax((0, 2, 3, 4))
    assert bool((moved > 1e-4).all())


def test_times_at_any_spacing_decide_and_not_the_numbers_of_frames() -> None:
    films = awake(with_temporal(awake(network())).eval())
    even, uneven = (clips([frame(n) for n in ns]) for ns in ([0, 1, 2], [0, 1, 7]))
    assert not torch.allclose(output(films, even), output(films, uneven), atol=1e-3)
    anchored = clips([frame(0, role="anchor"), frame(0), frame(1)])
    assert bool(output(films, anchored).isfinite().all())
    assert not torch.allclose(output(films, anchored), output(films, clips([frame(0), frame(0), frame(1)])), atol=1e-3)


def test_visible_frames_change_nothing_at_first_and_are_learnt_from() -> None:
    net = awake(network(temporal=True), but=Injection)
    conditions = clips([frame(n) for n in range(3)])
    given, known = noise(1, 3, 8, *SIZE, seed=5), torch.zeros(1, 3, 1, *SIZE)
    known[:, [0, 2]] = 1
    assert torch.equal(output(net, conditions), output(net, conditions, given=given, known=known))
    injections = [module for module in net.modules() if isinstance(module, Injection)]
    assert len(injections) == 3  # down, middle, up
    made = net(noise(1, 3, 8, *SIZE), torch.full((1,), 0.5), net.condition(conditions, SIZE), given, known)
    made.square().mean().backward()
    for injection in injections:
        assert injection.both.weight.grad is not None
        assert bool(injection.both.weight.grad.any())
        injection.both.weight.data -= 0.1 * injection.both.weight.grad.sign()
    assert not torch.allclose(output(net, conditions), output(net, conditions, given=given, known=known), atol=1e-3)


def test_where_nothing_is_visible_nothing_is_changed() -> None:
    net = awake(network(temporal=True))
    conditions = clips([frame(n) for n in range(2)])
    nothing = {"given": torch.zeros(1, 2, 8, *SIZE), "known": torch.zeros(1, 2, 1, *SIZE)}
    assert torch.equal(output(net, conditions), output(net, conditions, **nothing))
    guessed = {**nothing, "given": noise(1, 2, 8, *SIZE)}
    assert not torch.allclose(output(net, conditions), output(net, conditions, **guessed), atol=1e-3)


def test_a_frame_reads_its_own_prompt_alone() -> None:
    net = with_temporal(awake(network())).eval()
    frames = [frame(n) for n in range(4)]
    changed = [*frames[:2], frame(2, prompt=WORDS[1]), frames[3]]
    moved = (output(net, clips(frames)) - output(net, clips(changed))).abs().amax((0, 2, 3, 4))
    assert moved[2] > 1e-4
    assert not moved[[0, 1, 3]].any()


@pytest.mark.parametrize(
    "change",
    [
        {"phrase": "tortoise, running"},
        {"colours": ((0.9, 0.1, 0.1),)},
        {"facing": "right"},
        {"since": 0.8},
        {"paces": 1.3},
        {"box": (0.25, 0.3, 0.65, 0.9)},
    ],
)
def test_all_that_is_said_of_an_entity_is_seen(change: dict) -> None:
    net = awake(network())
    a, b = clips([frame(entities=(seen(),))]), clips([frame(entities=(seen(**change),))])
    assert not torch.allclose(output(net, a), output(net, b), atol=1e-5)


@pytest.mark.parametrize(
    "change", [{"place": "beach"}, {"camera": Camera(pan=0.2)}, {"camera": Camera(zoom=2)}, {"seconds": 9.5}]
)
def test_all_that_is_said_of_a_frame_is_seen(change: dict) -> None:
    net = awake(network())
    assert not torch.allclose(output(net, clips([frame()])), output(net, clips([frame(**change)])), atol=1e-5)


def test_padding_says_nothing() -> None:
    net = awake(network())
    frames = [frame(0, entities=(seen(), seen("cat"))), frame(1, entities=())]
    few, many = clips(frames, entities=2), clips(frames, entities=7)
    assert torch.allclose(output(net, few), output(net, many), atol=1e-5)
    # what stands where nobody is, is not read
    absent = ~many.present
    rubbish = dataclasses.replace(
        many,
        phrase=torch.where(absent[..., None], 3, many.phrase),
        box=torch.where(absent[..., None], 0.5, many.box),
        colours=torch.where(absent[..., None, None], 1.0, many.colours),
    )
    assert torch.equal(output(net, many), output(net, rubbish))
    longer = dataclasses.replace(many, phrase=nn.functional.pad(many.phrase, (0, 5)))
    assert torch.allclose(output(net, many), output(net, longer), atol=1e-5)
    said, where = (int((ids > 0).sum(-1).max()) for ids in (many.prompt, many.place))
    shorter = dataclasses.replace(many, prompt=many.prompt[..., :said], place=many.place[..., :where])
    assert said < many.prompt.shape[-1]
    assert torch.allclose(output(net, many), output(net, shorter), atol=1e-5)


def test_every_weight_has_a_gradient_whatever_is_left_out() -> None:
    """Processes that train together wait for each other's gradients of all weights."""
    net = awake(network(temporal=True))
    conditions = clips([frame(0, prompt="", place="", entities=())])
    nothing = torch.zeros(1, 1, 8, *SIZE)
    net(nothing, torch.zeros(1), net.condition(conditions, SIZE), nothing, nothing[:, :, :1]).sum().backward()
    assert [name for name, p in net.named_parameters() if p.grad is None] == []


def test_everything_can_be_left_out() -> None:
    net = awake(network(temporal=True))
    whole = clips([frame()], [frame()])
    yes, no = torch.tensor([True, True]), torch.tensor([False, False])
    nothing = output(net, whole.without(text=yes, structure=yes))
    assert bool(nothing.isfinite().all())
    silent = whole.without(text=yes, structure=no)
    assert torch.equal(
        output(net, silent), output(net, clips(*[[frame(prompt="", place="")]] * 2)),
    )  # fmt: skip
    assert not torch.allclose(nothing, output(net, silent), atol=1e-4)


@pytest.mark.parametrize("length", [1, 2, 3, 8])
@pytest.mark.parametrize("size", [*(latent_size(s) for s in SIZES.values()), (5, 7)])
def test_any_length_and_size_fit(length: int, size: tuple[int, int]) -> None:
    net = awake(network(temporal=True, widths=(8, 16, 16), blocks=(1, 1, 1), attention=(False, False, True)))
    conditions = clips([frame(n / 3) for n in range(length)])
    made = output(net, conditions, noise(1, length, 8, *size))
    assert made.shape == (1, length, 8, *size)
    assert bool(made.isfinite().all())


def test_what_does_not_fit_is_said() -> None:
    net = network(temporal=True)
    with pytest.raises(ValueError, match="at most 8 frames for this network; got 9"):
        net.condition(clips([frame(n) for n in range(9)]), SIZE)
    with pytest.raises(ValueError, match="expected clips, frames, rows and columns"):
        net(noise(1, 1, 8, 4, 4), torch.zeros(1), net.condition(clips([frame()]), SIZE))
    with pytest.raises(ValueError, match="widths in multiples of 8"):
        network(widths=(12, 32))


def test_both_halves_of_guidance_are_one_call() -> None:
    net = awake(network(temporal=True))
    a, b = clips([frame(0), frame(1)]), clips([frame(0, prompt=WORDS[2]), frame(1, entities=())])
    noisy, t = noise(1, 2, 8, *SIZE), torch.full((1, 2), 0.3)
    halves = [net.condition(c, SIZE) for c in (a, b)]
    with torch.no_grad():
        both = net(noisy.repeat(2, 1, 1, 1, 1), t.repeat(2, 1), Conditioned.cat(halves))
        assert torch.allclose(both, torch.cat([net(noisy, t, half) for half in halves]), atol=1e-5)


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    net = awake(network(temporal=True, prediction="v", schedule="flow", noise_share=0.25, still_share=0.75))
    net.save_pretrained(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.json", "diffusion_pytorch_model.safetensors"]
    again = MaskTemporalUNet.from_pretrained(tmp_path).eval()
    assert (again.config.prediction, again.config.schedule) == ("v", "flow")
    standing, moving = clips([frame(0), frame(1)]), clips([frame(0, role="anchor")])
    assert torch.cat([again.shares(standing), again.shares(moving)]).tolist() == [0.75, 0.25]
    assert torch.equal(output(net, clips([frame()])), output(again, clips([frame()])))
    assert all(torch.equal(a, b) for a, b in zip(net.state_dict().values(), again.state_dict().values(), strict=True))


def test_bfloat16_agrees_with_float32() -> None:
    """Within 3 % of the output's spread, and nothing on the way is promoted."""
    net = awake(network(temporal=True))
    conditions = clips([frame(n) for n in range(4)], [frame(n, prompt=WORDS[1]) for n in range(4)])
    exact = output(net, conditions)
    kinds: set[torch.dtype] = set()
    for module in net.modules():
        if type(module).__name__ == "Block":
            module.register_forward_hook(lambda _, __, made: kinds.add(made.dtype))
    with torch.autocast("cpu", torch.bfloat16):
        rounded = output(net, conditions)
    assert rounded.dtype == torch.float32
    assert kinds == {torch.bfloat16}
    assert (rounded - exact).std() < 0.03 * exact.std()


def test_checkpointing_changes_no_gradient() -> None:
    found = []
    for checkpointing in (False, True):
        net = awake(network(temporal=True)).train()
        if checkpointing:
            net.enable_gradient_checkpointing()
        conditions = clips([frame(n) for n in range(2)])
        net(noise(1, 2, 8, *SIZE), torch.zeros(1), net.condition(conditions, SIZE)).square().mean().backward()
        found.append([p.grad for p in net.parameters()])
    assert all((a is None) == (b is None) and (a is None or torch.equal(a, b)) for a, b in zip(*found, strict=True))


def test_a_few_steps_teach_it_what_is_in_a_box() -> None:
    """Latents that are a colour inside the entity's box, and nothing outside: boxes and colours never seen in training
    are painted, from noise alone."""
    generator = torch.Generator().manual_seed(2)

    def batch(count: int) -> tuple[Conditions, Tensor]:
        corner = torch.rand(count, 2, generator=generator) * 0.5
        box = torch.cat([corner, corner + 0.3 + 0.2 * torch.rand(count, 2, generator=generator)], -1)
        colour = torch.rand(count, 3, generator=generator)
        conditions = clips(
            *[
                [frame(entities=(seen(box=tuple(b.tolist()), colours=(tuple(c.tolist()),)),))]
                for b, c in zip(box, colour, strict=True)
            ]
        )
        within = inside(conditions.box, conditions.present, SIZE)
        tint = nn.functional.pad(2 * colour - 1, (0, 5), value=1.0)[:, None, :, None, None]
        return conditions, within * tint

    net = network().train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=5e-3)

    def loss(conditions: Conditions, clean: Tensor) -> Tensor:
        noisy = torch.randn(clean.shape, generator=generator)
        return (net(noisy, torch.ones(len(clean)), net.condition(conditions, SIZE)) - clean).square().mean()

    first = batch(16)
    before = loss(*first).item()
    for _ in range(80):
        made = loss(*batch(16))
        optimiser.zero_grad()
        made.backward()
        optimiser.step()
    with torch.no_grad():
        unseen = batch(32)
        after = loss(*unseen).item()
        shuffled = loss(unseen[0][torch.arange(31, -1, -1)], unseen[1]).item()
    assert after < 0.3 * before
    assert shuffled > 3 * after


@pytest.mark.parametrize("kind", ["clip", "t5"])
def test_a_frozen_encoder_may_read_instead(kind: str, tmp_path: Path) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        if kind == "clip":
            sizes = {"num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
            config = transformers.CLIPTextConfig(vocab_size=99, hidden_size=12, max_position_embeddings=40, **sizes)
            encoder = transformers.CLIPTextModel(config)
        else:
            encoder = transformers.T5EncoderModel(
                transformers.T5Config(vocab_size=99, d_model=12, d_kv=6, d_ff=16, num_layers=1, num_heads=2)
            )
    encoder.save_pretrained(tmp_path / "encoder")
    net = awake(with_frozen_text(tmp_path / "encoder", **SMALL)).eval()
    read = net.conditioner.text.encoder.state_dict()
    whole = {name.removeprefix("encoder."): value for name, value in encoder.state_dict().items()}
    assert read
    assert all(torch.equal(value, whole[name.removeprefix("encoder.")]) for name, value in read.items())
    assert not any(p.requires_grad for p in net.conditioner.text.encoder.parameters())
    conditions = clips([frame(0), frame(1, prompt=WORDS[2])])
    made = output(net, conditions)
    assert not torch.allclose(made, output(net, clips([frame(0), frame(1)])), atol=1e-5)
    net.save_pretrained(tmp_path / "net")
    assert torch.equal(made, output(MaskTemporalUNet.from_pretrained(tmp_path / "net").eval(), conditions))


def test_what_is_no_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="expected a text encoder"):
        with_frozen_text(tmp_path, **SMALL)
    transformers.BertConfig(num_hidden_layers=1).save_pretrained(tmp_path)
    with pytest.raises(SetupError, match=r"one of clip_text_model, t5; got 'bert'"):
        with_frozen_text(tmp_path, **SMALL)
    with pytest.raises(SetupError, match="expected a tokenizer"):
        HubTokenizer(tmp_path / "nothing")
