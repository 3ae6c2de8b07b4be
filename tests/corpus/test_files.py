import gzip
import io
import random
import sys

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from vnpolnlp.corpus.files import READ_ERRORS, content_of, lock, open_binary, replacing, writing
from vnpolnlp.errors import OutputError

TEXT = "Đảng bộ tỉnh họp.\n".encode() * 5000


@pytest.mark.parametrize("frames", [1, 3])
@pytest.mark.parametrize("tail", [b"", zstandard.compress(b"")], ids=["", "and an empty frame"])
def test_all_frames_of_a_zstandard_file_are_read(tmp_path, frames, tail):
    path = tmp_path / "a.zst"
    path.write_bytes(zstandard.compress(TEXT) * frames + tail)
    with open_binary(path) as file:
        assert file.read() == TEXT * frames


@pytest.mark.parametrize("name", ["a.gz", "a.ZST"])
@pytest.mark.parametrize("cut", [1, 10, 30])
def test_a_compressed_file_that_is_cut_off_is_no_shorter_file(tmp_path, name, cut):
    data = gzip.compress(TEXT) if name == "a.gz" else zstandard.compress(TEXT)
    (tmp_path / name).write_bytes(data[:-cut])
    with pytest.raises(READ_ERRORS), open_binary(tmp_path / name) as file:
        file.read()


def test_what_is_no_zstandard_file_is_an_error(tmp_path):
    (tmp_path / "a.zst").write_bytes(TEXT)
    with pytest.raises(READ_ERRORS), open_binary(tmp_path / "a.zst") as file:
        file.read()


@given(data=st.binary(max_size=300), sizes=st.lists(st.integers(1, 9), max_size=20))
def test_a_zstandard_file_is_read_in_pieces_of_any_size(tmp_path_factory, data, sizes):
    path = tmp_path_factory.getbasetemp() / "pieces.zst"
    path.write_bytes(b"".join(map(zstandard.compress, (data[:100], data[100:]))))
    with open_binary(path) as file:
        parts = [file.read(size) for size in sizes]
        assert b"".join(parts) + file.read() == data


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_the_same_bytes_give_the_same_file_whose_content_is_told(tmp_path, ending):
    contents = []
    for name, size in (("a", 7), ("b", 1000)):
        with writing(tmp_path / name, name=f"out.{ending}") as (file, content):
            for at in range(0, len(TEXT), size):
                file.write(TEXT[at : at + size])
        contents.append(content())
        assert content() == content_of(tmp_path / name)
    (tmp_path / "a").rename(tmp_path / f"out.{ending}")
    with open_binary(tmp_path / f"out.{ending}") as file:
        assert file.read() == TEXT
    if not ending.endswith("zst"):  # its blocks depend on what is written at once, and a run always writes the same
        assert contents[0] == contents[1]


def test_other_readers_find_one_frame_which_some_of_them_stop_after(tmp_path):
    with replacing(tmp_path / "a.zst", force=False) as file:
        file.write(TEXT)
        file.write(TEXT)
    data = (tmp_path / "a.zst").read_bytes()
    assert zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read() == TEXT * 2


@pytest.mark.skipif(sys.platform == "win32", reason="limits files as POSIX does")
@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, ending):
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with (
            pytest.raises(OutputError, match="cannot write"),
            replacing(tmp_path / f"out.{ending}", force=False) as file,
        ):
            file.write(random.Random(1).randbytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_lock_holds_until_the_file_is_closed(tmp_path):
    path = tmp_path / "a"
    path.touch()
    with path.open("r+b") as first, path.open("r+b") as second:
        assert lock(first)
        assert not lock(second)
        first.close()
        assert lock(second)
