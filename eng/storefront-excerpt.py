#!/usr/bin/env python3
"""Puts what run B of the Storefront prints into the README: dotnet run --project samples/Storefront -- --run B --fast --plain | eng/storefront-excerpt.py"""

import pathlib
import re
import sys

WIDTH = 170
readme = pathlib.Path(__file__).parent.parent / "README.md"

lines = [line.rstrip("\n") for line in sys.stdin if line.startswith("B ")]
entries = [line for line in lines if re.match(r"B \S+ (journal  #|evidence )", line)]
closing = lines[max(i for i, line in enumerate(lines) if " explain " in line) + 1:]
shown = [line if len(line) <= WIDTH else line[:WIDTH - 4].rsplit(" ", 1)[0] + " …" for line in [*entries, "…", *closing]]

block = re.compile(r"(<!-- output: storefront --fast --plain -->\n```text\n).*?(^```$)", re.M | re.S)
text = readme.read_text(encoding="utf-8")
assert len(block.findall(text)) == 1 and len(shown) > 10, "The README has no such block, or nothing was printed."
readme.write_text(block.sub(lambda match: match[1] + "\n".join(shown) + "\n" + match[2], text), encoding="utf-8")
