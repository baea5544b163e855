"""What a machine can see wrong on a page: axe, sideways scrolling, anything in the console."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async tags => (await axe.run(document, {
  runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
  rules: {'target-size': {enabled: true}},
})).violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Look:
    """A pair of eyes on one window; what the console says on the way is kept with the page it was said on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._said: list[str] = []
        page.add_init_script(AXE)  # each page finds it there: nothing is sent to and fro for it
        page.on("console", lambda message: self._said.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self._said.append(f"script: {error}"))

    def at(self, address: str) -> list[str]:
        """What is wrong with the page at this address."""
        answer = self.page.goto(address)
        if answer is None or answer.status != 200:
            return [f"answers {answer.status if answer else 'nothing'}"]
        return self.here()

    def here(self, *, forgiving: str = "") -> list[str]:
        """What is wrong with the page that is open, on a wide light screen, then on a narrow dark one.

        The console may say what is forgiven.
        """
        wide = self._seen()
        self.page.set_viewport_size(NARROW)
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        narrow = self._seen()
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(color_scheme="light")
        said, self._said = self._said, []
        return [
            *wide,
            *(f"narrow and dark: {fault}" for fault in narrow),
            *(one for one in said if not forgiving or forgiving not in one),
        ]

    def _seen(self) -> list[str]:
        found: list[str] = self.page.evaluate(LOOK, TAGS)
        sideways = self.page.evaluate(SIDEWAYS)
        return [*found, *([f"scrolls sideways by {sideways} px"] if sideways > 0 else [])]
