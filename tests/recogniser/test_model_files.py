"""A file of weights with the right tags and trust of another size is refused for what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vnpolnlp.errors import ConfigError
from vnpolnlp.linear_chain import Template, widen
from vnpolnlp.recogniser.columns import TAGS
from vnpolnlp.recogniser.model import RecogniserModel, save_model
from vnpolnlp.stored import StoredChain


@pytest.mark.parametrize("shape", [(3,), (len(TAGS), 1), ()], ids=str)
def test_trust_for_other_tags_is_told(tmp_path: Path, shape: tuple[int, ...]) -> None:
    keys, size = widen(np.arange(1, 4, dtype=np.uint64)), len(TAGS)
    weights, moves = np.ones((3, size), dtype=np.int8), np.zeros((size, size))
    with (tmp_path / "model.npz").open("wb") as file:
        save_model(
            file, StoredChain(TAGS, (Template("form[0]"),), keys, weights, moves, 0.1), np.zeros(shape, np.float32)
        )
    with pytest.raises(ConfigError, match=rf"model\.npz: it has trust for .*, not for {size} tags"):
        RecogniserModel.load(tmp_path / "model.npz")
