"""Takes text from the project's documents, so that the page and they cannot disagree."""

import html
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
REPRODUCTION = ROOT / "scenarios" / "REPRODUCTION.md"
CHOICES = ROOT / "scenarios" / "CHOICES.md"


def section(heading: str, document: pathlib.Path) -> str:
    """The Markdown below `## heading`, up to the next such heading."""
    text = document.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError(f"{document} has no section '{heading}'")
    return found[1]


def bullets(markdown: str) -> dict[str, str]:
    """The list items that begin with a bold topic, by topic, as HTML. A topic with a colon is no part of the sentence."""
    items = re.findall(r"^\* \*\*(.+?)\*\*(:?) *(.*?)(?=^\* |^\S|\Z)", markdown, re.MULTILINE | re.DOTALL)
    sentences = {topic: text if colon else f"{topic} {text}" for topic, colon, text in items}
    return {topic: inline(text[:1].upper() + text[1:]) for topic, text in sentences.items()}


def table_rows(markdown: str) -> list[list[str]]:
    """The cells of the first Markdown table, as HTML, without the ruler."""
    lines = [line.strip().strip("|") for line in markdown.splitlines() if line.startswith("|")]
    return [[inline(cell) for cell in line.split("|")] for line in lines if not re.fullmatch(r"[\s|:-]+", line)]


def inline(markdown: str) -> str:
    """Paragraph-level Markdown as the documents use it: code, bold, emphasis, links."""
    text = html.escape(" ".join(markdown.split()), quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)
    return re.sub(r"\[([^\]]+)\]\((https?:[^)]+)\)", r'<a href="\2">\1</a>', text)
