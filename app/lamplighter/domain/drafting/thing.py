"""An entity while it is being drafted."""

from __future__ import annotations

from dataclasses import dataclass, field

ROWS = 4  # example rows of a thing that stands on its own


@dataclass(slots=True)
class Thing:
    """Fields are kept as lines without their name; `rows` are example rows, cell by field. Formats as its id."""

    id: str
    one: str
    many: str
    icon: str
    classes: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    place: int = 0  # where the text first speaks of it
    told: bool = True  # False: the text has no word for it

    def __format__(self, spec: str) -> str:
        return self.id

    @property
    def low(self) -> str:
        """The label inside a sentence."""
        return self.one[:1].lower() + self.one[1:] if not self.one[:2].isupper() else self.one

    @property
    def lows(self) -> str:
        """The plural inside a sentence."""
        return self.many[:1].lower() + self.many[1:] if not self.many[:2].isupper() else self.many

    @property
    def key(self) -> str:
        """The field whose value names a row: the first required text, else the first text; "" when there is none."""
        texts = [
            (name, line)
            for name, line in self.fields.items()
            if line.split(" ")[0].rstrip("!") == "text" and ":=" not in line
        ]
        required = [name for name, line in texts if line.startswith("text!")]
        return (required or [name for name, _ in texts] or [""])[0]

    def named(self, index: int) -> str:
        """The shown name of an example row, or its number."""
        key = self.key
        if index < len(self.rows) and self.rows[index].get(key):
            return self.rows[index][key]
        return str(index + 1)

    @property
    def a(self) -> str:
        """The first example row."""
        return self.named(0)

    @property
    def b(self) -> str:
        """The second."""
        return self.named(1)

    @property
    def c(self) -> str:
        """The third."""
        return self.named(2)

    @property
    def d(self) -> str:
        """The fourth."""
        return self.named(3)

    def is_a(self, *classes: str) -> bool:
        """Whether it may be one of these kinds."""
        return any(c in self.classes for c in classes)

    def refers(self, other: Thing) -> str:
        """The first field that refers to the other thing, or ""."""
        head = f"ref({other.id})"
        return next((name for name, line in self.fields.items() if line.startswith(head)), "")

    def add(self, name: str, line: str) -> None:
        """A field, unless one of that name stands already."""
        self.fields.setdefault(name, line)
