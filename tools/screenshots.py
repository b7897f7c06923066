"""Takes the pictures of docs/workplace/ anew: each page as it stands, with invented visits, in small files.

python -m tools.screenshots [FOLDER]
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from romberg.store.examples.fill import notes
from tools.browsing import Chromium, Window, chromium, people_add, served
from tools.browsing.entered import OWN, first_entry, type_code, type_password

FOLDER = Path(__file__).parents[1] / "docs" / "workplace"
WIDE, NARROW = (1280, 800), (820, 1060)
COLOURS = 56  # the most frequent ones, exactly; the shades between letters and ground take the nearest
_MARA = "mara@harbour.example"


class Camera:
    """Takes pictures of a window into a folder."""

    def __init__(self, window: Window, folder: Path) -> None:
        self.window = window
        self._folder = folder

    def take(self, name: str, tallest: int = 1280) -> None:
        """A picture of the whole page, no taller than so many points."""
        from PIL import Image  # noqa: PLC0415  # with `make screenshots` alone

        page = self.window.page
        page.wait_for_load_state("networkidle")
        for drawn in page.locator("figure[data-spec] .drawn").all():
            drawn.locator("canvas").wait_for()
        size = page.viewport_size
        page.mouse.move(0, 0)
        page.evaluate("scrollTo(0, 0)")
        page.set_viewport_size({"width": size["width"], "height": 320})
        height = min(tallest, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": size["width"], "height": height})
        page.wait_for_timeout(150)  # charts follow the size of the window
        taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        page.set_viewport_size(size)
        counted = sorted(taken.getcolors(taken.width * taken.height) or [], reverse=True)[:COLOURS]
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for _, colour in counted for part in colour])
        taken.quantize(palette=palette, dither=Image.Dither.NONE).save(self._folder / f"{name}.png", optimize=True)


def _first_link(page: Any, path: str) -> None:
    page.goto(path)
    page.locator("tbody th a").first.click()


def _of_one(camera: Camera) -> None:
    """The workplace of one person, with the examples."""
    window, page, base = camera.window, camera.window.page, camera.window.base
    window.go("/")
    camera.take("first-steps")
    _checked(camera)
    window.go("/queue")
    page.keyboard.press("j")
    page.keyboard.press("j")
    camera.take("queue")
    _first_link(page, f"{base}/queue")
    page.locator("article.finding button.row").first.click()
    camera.take("visit", 1200)
    window.go("/patients")
    camera.take("patients")
    page.get_by_role("link", name="Odile Example").click()
    camera.take("episode")
    _imported(camera)
    _of_money(camera)
    for path in ("figures", "clinicians", "rules", "payers"):
        window.go(f"/{path}")
        camera.take(path, 1000)
    window.go("/rules/units/exceed_minutes")
    camera.take("rule")
    window.go("/reports")
    camera.take("reports")
    window.go("/reports/audit?seed=one&sample=3&named=true")
    camera.take("report", 1400)
    window.go("/payers/medicare")
    camera.take("payer", 1000)


def _of_money(camera: Camera) -> None:
    """What was posted for the examples."""
    window, page = camera.window, camera.window.page
    window.go("/denials")
    page.get_by_role("button", name="Keys").wait_for()
    page.keyboard.press("j")
    camera.take("denials")
    page.get_by_role("row", name="97112: CO-50").get_by_role("link").click()
    page.get_by_role("heading", name="The work on this denial").wait_for()
    camera.take("denial", 1400)
    for path in ("payments", "answers"):
        window.go(f"/{path}")
        camera.take(path)
    window.go("/figures/money")
    camera.take("money", 1400)


def _checked(camera: Camera) -> None:
    page = camera.window.page
    camera.window.go("/")
    example = (Path(__file__).parents[1] / "examples" / "balance-visit.txt").read_text(encoding="utf-8")
    page.get_by_label("Visit note").fill(example)
    page.get_by_label("ZIP code of the clinic").fill("77002")
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text("What if other charges were billed?").click()
    camera.take("check", 1100)


def _imported(camera: Camera) -> None:
    page = camera.window.page
    camera.window.go("/imports")
    files = [
        {"name": f"visit-{at}.txt", "mimeType": "text/plain", "buffer": text.replace("Example", "Sample").encode()}
        for at, text in enumerate(notes(), start=1)
        if at < 5
    ]
    files.insert(2, {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"})
    page.get_by_label("Drop files here, or choose them").set_input_files(files)
    page.get_by_role("button", name="Import").click()
    page.get_by_text("All 5 files were worked through.").wait_for()
    camera.take("import")
    camera.window.go("/imports")
    camera.take("imports")


def _of_people(camera: Camera, password: str) -> None:
    """The pages on which people sign in, and those that only they have."""
    window, page = camera.window, camera.window.page
    window.go("/sign-in")
    camera.take("sign-in")
    codes = first_entry(window, _MARA, password)
    firsts: dict[str, str] = {}
    window.go("/people")
    for name, role in (("Marit Solheim", "therapist"), ("Tor Ellingsen", "assistant"), ("Ines Falk", "biller")):
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("E-mail address").fill(f"{name.split()[0].lower()}@harbour.example")
        page.get_by_label("Role", exact=True).select_option(label=role)
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_text(f"First password of {name}").wait_for()
        firsts[name] = page.locator("code.secret").inner_text()
    camera.take("people")
    _passkey(page)
    window.go("/account")
    camera.take("account")
    window.go("/directory")
    camera.take("directory")
    window.go("/no/such/page")
    camera.take("error")
    others = next(text for text in notes() if "Marit Solheim" not in text)
    _kept(window, others)
    page.get_by_role("button", name="Sign out").click()
    _of_therapist(camera, firsts["Marit Solheim"])
    _of_emergency(camera, others, codes[0])


def _passkey(page: Any) -> None:
    """A passkey, made by an authenticator that Chromium plays; it belongs to a name, and not to 127.0.0.1."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    held = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True, **held}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{page.url.split('/people')[0]}/account")
    page.get_by_label("Name of a new one").fill("the front desk")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of the front desk").wait_for()


def _of_therapist(camera: Camera, first: str) -> None:
    """A therapist's way in, page by page, and her own figures."""
    window = camera.window
    pages = iter(("second-factor", "recovery-codes", "own-password"))
    first_entry(window, "marit@harbour.example", first, each=lambda _: camera.take(next(pages)))
    for text in notes():
        if "Marit Solheim" in text:
            _kept(window, text)
    window.go("/figures/own")
    camera.take("own-figures")


def _kept(window: Window, note: str) -> None:
    """A note checked and kept."""
    page = window.page
    window.go("/")
    page.get_by_label("Visit note").fill(note)
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Keep this visit").click()
    page.get_by_role("heading", name="The work on this visit").wait_for()


def _of_emergency(camera: Camera, note: str, code: str) -> None:
    """A record that is not the therapist's, opened in an emergency; then who reviews that."""
    window, page = camera.window, camera.window.page
    patient = re.search(r"Patient: *([^,\n]+?)(?: {2,}|,|\n)", note)
    assert patient is not None
    window.go("/emergency")
    page.get_by_label("The patient's whole name or record number").fill(patient[1])
    page.get_by_label("What the emergency is").fill("Fell in the waiting room; her own therapist is away")
    page.get_by_role("button", name="Open the record").click()
    page.get_by_role("status").wait_for()
    window.go("/emergency")
    camera.take("emergency")
    page.get_by_role("button", name="Sign out").click()
    type_password(window, _MARA, OWN)
    type_code(page, code)
    page.get_by_role("link", name="Mara Quincey, clinic admin").wait_for()
    window.go("/emergencies")
    camera.take("emergencies")


@contextmanager
def _cameras(browser: Chromium, folder: Path) -> Iterator[Callable[..., Camera]]:
    with ExitStack() as held:
        yield lambda base, dark=False, size=WIDE: Camera(held.enter_context(browser.window(base, dark, size)), folder)


def main(folder: Path) -> int:
    """Take every picture; tells what is too large."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, chromium() as browser, _cameras(browser, folder) as camera:
        with served(Path(place) / "one", "--examples") as one:
            _of_one(camera(one.base))
            tablet = camera(one.base, dark=True, size=NARROW)
            _first_link(tablet.window.page, f"{one.base}/queue")
            tablet.take("visit-dark-tablet", 1400)
        many = Path(place) / "many"
        first = people_add(many, "Harbour Lane", "Mara Quincey", "clinic admin", _MARA)
        with served(many, "--people") as found:
            _of_people(camera(found.base.replace("127.0.0.1", "localhost")), first)
    sizes = {one.name: one.stat().st_size for one in sorted(folder.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{size / 1000:6.1f} kB  {name}")
    print(f"{sum(sizes.values()) / 1000:6.1f} kB  together")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
