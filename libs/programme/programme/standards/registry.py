"""The standards that are packaged here, by id."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from programme.standards.loading import load_text
from programme.standards.sealing import parse_seals
from programme.standards.standard import Standard
from programme.strict_toml import packaged_text

_PACKAGE = "programme.standards"
_SUFFIX = ".toml"
_CASES = ".cases.toml"


class UnknownStandard(KeyError):
    """There is no standard with this id."""

    def __init__(self, standard_id: str) -> None:
        self.standard_id = standard_id
        super().__init__(standard_id)


@dataclass(frozen=True, slots=True)
class StandardSummary:
    """What a list of standards shows of each."""

    id: str
    version: str
    revision: int
    sha256: str
    sealed: bool
    title: str
    issuer: str
    criteria_count: int


@cache
def available() -> tuple[StandardSummary, ...]:
    """All packaged standards, in the order of their ids."""
    return tuple(_summary(load(standard_id)) for standard_id in _ids())


@cache
def load(standard_id: str) -> Standard:
    """A packaged standard; raises `UnknownStandard`."""
    if standard_id not in _ids():
        raise UnknownStandard(standard_id)
    seals = parse_seals(packaged_text(_PACKAGE, "SEALED"))
    name = f"{standard_id}{_SUFFIX}"
    return load_text(packaged_text(_PACKAGE, name), place=name, seals=seals)


def cases_text(standard_id: str) -> str:
    """The TOML text of the cases that lie beside a standard."""
    if standard_id not in _ids():
        raise UnknownStandard(standard_id)
    return packaged_text(_PACKAGE, f"{standard_id}{_CASES}")


@cache
def _ids() -> tuple[str, ...]:
    names = [entry.name for entry in resources.files(_PACKAGE).iterdir()]
    plain = [name for name in names if name.endswith(_SUFFIX) and not name.endswith(_CASES)]
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in plain))


def _summary(standard: Standard) -> StandardSummary:
    return StandardSummary(
        id=standard.id,
        version=standard.version,
        revision=standard.revision,
        sha256=standard.sha256,
        sealed=standard.sealed,
        title=standard.title,
        issuer=standard.issuer,
        criteria_count=len(standard.criteria),
    )
