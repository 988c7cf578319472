"""How is work on many files shared between processes?"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # imported where workers are started: most runs need none
    from concurrent.futures import Future

T = TypeVar("T")
LOST = "the worker that read it was killed; try --jobs 1"
# Starting a worker costs as much as linting about this many files.
_WORTH_A_WORKER = 100
_CHUNKS_PER_WORKER = 8
# The work of a worker: set before the fork, so that nothing needs to be sent or loaded again.
_inherited: list[Callable[[str], Any]] = []


def worth(jobs: int, files: int) -> int:
    """How many workers so many files are worth, `jobs` at most; 1 or less is none."""
    return min(jobs, files // _WORTH_A_WORKER)


def in_workers(
    work: Callable[[str], T], lost: Callable[[str], T], files: Sequence[str], jobs: int
) -> Iterator[T]:
    """What `work` makes of each file, in their order; `lost` says it of one whose worker was killed."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    _inherited[:] = [work]
    size = max(1, len(files) // (jobs * _CHUNKS_PER_WORKER))
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        # An interrupt from the keyboard reaches the workers too. They inherit that it is blocked, so only
        # the main process answers it.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        futures: list[Future[list[T]]] = []
        try:
            with suppress(BrokenProcessPool):  # a worker may die before all the work is given out
                futures.extend(pool.submit(_chunk, chunk) for chunk in chunks)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            for chunk, future in zip_longest(chunks, futures):
                try:
                    yield from future.result() if future else map(lost, chunk)
                except BrokenProcessPool:
                    yield from map(lost, chunk)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            pool.shutdown(cancel_futures=True)  # whoever interrupts does not want the rest


def _chunk(paths: Sequence[str]) -> list[Any]:
    return [_inherited[0](path) for path in paths]
