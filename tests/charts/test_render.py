import asyncio
import subprocess
import sys
import threading
from pathlib import Path

from matplotlib.figure import Figure

from charts import canvas, render


async def test_drawing_leaves_the_loop_free_and_goes_one_by_one() -> None:
    at_work: list[str] = []
    together: list[int] = []
    started, may_go_on = threading.Event(), threading.Event()

    def draw() -> Figure:
        at_work.append(threading.current_thread().name)
        together.append(len(at_work))
        started.set()
        assert may_go_on.wait(10)
        at_work.pop()
        return canvas.sheet(40, 30).figure

    async with asyncio.TaskGroup() as group:
        pictures = [group.create_task(render.png(draw)) for _ in range(3)]
        assert await asyncio.to_thread(started.wait, 10)
        may_go_on.set()  # by the loop, while a picture is being drawn
    assert len({picture.result() for picture in pictures}) == 1
    assert together == [1, 1, 1]


async def test_a_picture_has_the_size_that_was_asked_for() -> None:
    png = await render.png(lambda: canvas.sheet(640, 480).figure)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (640, 480)


async def test_what_goes_wrong_reaches_who_asked() -> None:
    def draw() -> Figure:
        raise ZeroDivisionError

    answers = await asyncio.gather(render.png(draw), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ZeroDivisionError]


def test_a_home_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    program = "from charts import canvas, render; print(len(render.to_png(canvas.sheet(40, 30).figure)))"
    nowhere = tmp_path / "file"
    nowhere.write_text("not a folder")
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={"HOME": str(nowhere), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 100
