"""The notebook's editor in a real browser: its own module and style, with the Python object at the other end."""

from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm

from storyline.notebook.widget import Editor
from tests.browser.conftest import story
from tests.browser.hands import card, field, opened, pull, until

pytestmark = pytest.mark.slow

_MODEL = """async (source) => {
  const handlers = new Set();
  const model = {
    get: () => false, on: (_, handler) => handlers.add(handler), off: (_, handler) => handlers.delete(handler),
    send: (message) => window.toPython(message),
  };
  setInterval(async () => (await window.fromPython()).forEach((one) => handlers.forEach((each) => each(one))), 50);
  const widget = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  window.unmount = widget.default.render({ model, el: document.body });
}"""


class Line(BaseComm):
    """The way to a page, which fetches what comes, from any thread."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.got: SimpleQueue[Any] = SimpleQueue()
        super().__init__(*args, **options)

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        if data and data.get("method") == "custom":
            self.got.put(data["content"])


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    monkeypatch.setattr(comm, "create_comm", Line)
    made = story().edit()
    yield made
    made.close()


def test_the_widget_shows_and_changes_the_python_object(editor: Editor, browser: Any) -> None:
    line: Any = editor.comm

    def taken() -> list[Any]:
        return [line.got.get() for _ in range(line.got.qsize())]

    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.expose_function("fromPython", taken)
    page.expose_function(
        "toPython",
        lambda message: line.handle_msg({"content": {"data": {"method": "custom", "content": message}}, "buffers": []}),
    )
    page.add_style_tag(content=str(editor._css))
    page.evaluate(_MODEL, str(editor._esm))
    page.wait_for_selector(".box")
    until(lambda: page.evaluate("[...document.images].slice(0, 2).every((i) => i.naturalWidth > 0)"), page)
    assert not page.get_by_role("button", name="Save").is_visible()

    shot = lambda: editor.storyboard.scenes[0].shots[0]
    before = shot().panels[0].placements[0].box
    pull(page, card(page, "one").locator(".box").first, 40, 10)
    until(lambda: shot().panels[0].placements[0].box != before, page)
    field(opened(page, "one"), "Action").fill("The hare sleeps.")
    page.keyboard.press("Tab")
    until(lambda: shot().action == "The hare sleeps.", page)
    editor.undo()
    until(lambda: field(card(page, "one"), "Action").input_value() == "The hare stands.", page)
    page.evaluate("window.unmount()")
    assert page.locator(".storyline-editor").count() == 0
    assert wrong == []
    page.close()
