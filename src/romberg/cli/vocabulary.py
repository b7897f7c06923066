"""`romberg vocabulary`: the words that the reader knows, and a clinic's own beside them."""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import replace
from typing import Any

from romberg.cli.output import print_json
from romberg.formats.marks import visible
from romberg.knowledge import codes
from romberg.notes import lexicon
from romberg.notes.interventions import group_codes, groups, own, scan, services
from romberg.notes.interventions.own import Own, VocabularyError, path, phrase, save
from romberg.notes.layout.fold import fold


def run(arguments: Namespace) -> int:
    """List, add, remove or test phrases."""
    status: int = {"list": _list, "add": _add, "remove": _remove, "test": _test}[arguments.asked](arguments)
    return status


def _list(arguments: Namespace) -> int:
    chosen = [_name(arguments.name)] if arguments.name else [*groups(), *services()]
    if arguments.format == "json":
        print_json([_entry(name) for name in chosen])
        return 0
    for name in chosen:
        entry = _entry(name)
        mine = f", {len(entry['own'])} of them your own" if entry["own"] else ""
        print(f"{name}: {entry['means']}; {len(entry['phrases'])} phrases{mine}")
        if arguments.name:
            print("\n".join(f"    {told}" for told in entry["phrases"]))
    return 0


def _entry(name: str) -> dict[str, Any]:
    is_group = name in groups()
    phrases = groups()[name] if is_group else services().get(name, ())
    mine = (own().activities if is_group else own().services).get(name, ())
    kind = "activity" if is_group else "service"
    return {"name": name, "kind": kind, "means": _means(name), "phrases": list(phrases), "own": list(mine)}


def _means(name: str) -> str:
    """What a group or a code stands for, in words."""
    if name in groups():
        weights = sorted(group_codes(name).items(), key=lambda one: -one[1])
        return "speaks for " + ", ".join(f"{code} ({weight})" for code, weight in weights)
    known = codes.get(name)
    return f"names the service {name}, {known.label}" if known else f"names the service {name}"


def _name(written: str) -> str:
    """A group of activities, or a procedure code."""
    name = written if written in groups() else written.upper()
    if name in groups() or codes.get(name):
        return name
    says = f"There is no group {written!r}, nor such a code; the groups are: {', '.join(groups())}."
    raise VocabularyError(says)


def _add(arguments: Namespace) -> int:
    name, told = _name(arguments.name), [phrase(one) for one in arguments.phrases]
    for one in told:
        if (known := _known(one)) and known != name:
            raise VocabularyError(f"“{one}” is known already, under {known}; one phrase has one meaning.")
    new = [one for one in dict.fromkeys(told) if not _known(one)]
    if new:
        save(_with(name, (*_mine(name), *new)))
    for one in told:
        print(f"“{one}” {'now ' + _means(name) if one in new else 'is known already, and ' + _means(name)}.")
    print(f"Your own words lie in {path()}.")
    return 0


def _remove(arguments: Namespace) -> int:
    name, told = _name(arguments.name), [phrase(one) for one in arguments.phrases]
    foreign = [one for one in told if one not in _mine(name)]
    if foreign:
        raise VocabularyError(f"“{foreign[0]}” is none of your own phrases under {name}, so it cannot be taken out.")
    save(_with(name, tuple(one for one in _mine(name) if one not in told)))
    print(f"Taken out of {name}: {', '.join(told)}.")
    return 0


def _mine(name: str) -> tuple[str, ...]:
    return (own().activities if name in groups() else own().services).get(name, ())


def _with(name: str, phrases: tuple[str, ...]) -> Own:
    words = own()
    if name in groups():
        return replace(words, activities={**words.activities, name: phrases})
    return replace(words, services={**words.services, name: phrases})


def _known(told: str) -> str | None:
    """The group or code under which a phrase stands already."""
    for part in (groups(), services()):
        for name, phrases in part.items():
            if lexicon.key(told) in map(lexicon.key, phrases):
                return name
    return None


def _test(arguments: Namespace) -> int:
    found = [one for text in arguments.texts for one in _hits(_text(text))]
    if arguments.format == "json":
        print_json(found)
    for one in found if arguments.format == "text" else ():
        print(f"“{visible(one['text'])}”: {one['means']}")
    if not found and arguments.format == "text":
        print("No word of it is in the vocabulary; it would be listed as an activity that is not recognised.")
    return 0


def _text(given: str) -> str:
    """The words of a file where one of that name is there, else the words themselves."""
    if not os.path.isfile(given):
        return given
    with open(given, encoding="utf-8", errors="replace") as file:
        return file.read()


def _hits(text: str) -> list[dict[str, Any]]:
    """The words of a text that the vocabulary knows; a form in several meanings gives its strongest."""
    told = []
    for mention in scan(fold(text), 0, len(text)):
        name = mention.group or mention.label or mention.code or ""
        told.append({"text": text[mention.start : mention.end], "name": name, "means": _means(name)})
    return told
