#!/usr/bin/env python3
"""Changes the core at random places, one at a time, and counts how often the tests notice.

    eng/mutation-sample.py --count 40 --seed 1 Evaluation Snapshots Definitions

The alternative to `dotnet stryker` where its coverage capture does not work. It clones the repository, builds once, and for each
mutant builds the core again and runs ModularRollout.Tests against it. A mutant that does not compile is not counted; one that the tests
do not notice, or that changes nothing that can be noticed, has survived and is printed.
"""
import argparse, pathlib, random, re, shutil, subprocess, sys, tempfile, time

MUTATIONS = [
    (r"(?<![=!<>])==(?!=)", "!="), (r"!=", "=="), (r"(?<=[\w)\]]) < (?=[\w(])", " <= "), (r"(?<=[\w)\]]) > (?=[\w(])", " >= "),
    (r" <= ", " < "), (r" >= ", " > "), (r" && ", " || "), (r" \|\| ", " && "), (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r" \+ 1\b", " - 1"), (r" - 1\b", " + 1"), (r"\+\+;", "--;"), (r"(?<=\()!(?=\w)", ""), (r"(?<=return )!(?=\w)", ""),
    (r"\bcontinue;", "break;"), (r" \+= ", " -= "), (r"\bMath\.Max\b", "Math.Min"), (r"\bMath\.Min\b", "Math.Max"),
]
SKIPPED = re.compile(r'^\s*(//|using |namespace |\[|#)|Debug\.Assert|NullWhen\(|\$?"')


def candidates(root, folders):
    for folder in folders:
        for path in sorted((root / "src/ModularRollout" / folder).rglob("*.cs")):
            for number, line in enumerate(path.read_text().splitlines()):
                if SKIPPED.search(line):
                    continue
                for pattern, replacement in MUTATIONS:
                    for match in re.finditer(pattern, line):
                        yield path, number, line[:match.start()] + replacement + line[match.end():]


def run(command, root, seconds):
    try:
        return subprocess.run(command, cwd=root, timeout=seconds, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    except subprocess.TimeoutExpired:
        return -1  # a mutant that hangs is noticed


def only(folders):
    return [word for folder in folders for word in ("-namespace", f"ModularRollout.Tests.{folder}*")]


def without(folders):
    return [word for folder in folders for word in ("-namespace-", f"ModularRollout.Tests.{folder}*")]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folders", nargs="+")
    arguments.add_argument("--count", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--last", nargs="*", default=["Rollouts", "Outcomes", "Providers", "DependencyInjection"], help="folders whose tests run only where no other test noticed a mutant")
    options = arguments.parse_args()
    source = pathlib.Path(__file__).resolve().parent.parent
    root = pathlib.Path(tempfile.mkdtemp(prefix="mutants-"))
    subprocess.run(["git", "clone", "-q", str(source), str(root)], check=True)
    build = ["dotnet", "build", "-c", "Release", "-v", "quiet", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-p:UseSharedCompilation=true"]
    bin_ = root / "tests/ModularRollout.Tests/bin/Release/net10.0"
    tests = [str(bin_ / "ModularRollout.Tests"), "-noColor", "-parallel", "none", "-stopOnFail"]  # in parallel, xunit 4.0.2 may hang where it should stop
    if run([*build, "tests/ModularRollout.Tests"], root, 1200) != 0:
        sys.exit("The tests do not build without a mutant.")
    begin = time.monotonic()
    if subprocess.run(tests, cwd=root, timeout=1200).returncode != 0:
        sys.exit("The tests do not pass without a mutant: see above. `./test.sh` installs what they need.")
    limit = 60 + 2 * (time.monotonic() - begin)  # a mutant that takes longer hangs

    places = list(candidates(root, options.folders))
    random.Random(options.seed).shuffle(places)
    killed = survived = 0
    for path, number, line in places:
        if killed + survived == options.count:
            break
        original = path.read_text()
        lines = original.splitlines(keepends=True)
        lines[number] = line + "\n"
        path.write_text("".join(lines))
        if run([*build, "--no-restore", "src/ModularRollout"], root, 300) == 0:
            shutil.copy(root / "src/ModularRollout/bin/Release/net10.0/ModularRollout.dll", bin_)
            near = path.relative_to(root / "src/ModularRollout").parts[0]
            # The tests of the mutant's own folder first: most mutants end there, and quickly.
            turns = only([near]), without([near, *options.last]), only(options.last)
            if any(run([*tests, *turn], root, limit) != 0 for turn in turns):
                killed += 1
            else:
                survived += 1
                print(f"survived: {path.relative_to(root)}:{number + 1}: {line.strip()}", flush=True)
            if (killed + survived) % 10 == 0:
                print(f"{killed} of {killed + survived} noticed", flush=True)
        path.write_text(original)
    print(f"{len(places)} places, {killed + survived} mutants, {killed} noticed: {100 * killed / max(1, killed + survived):.0f} %")
    shutil.rmtree(root, ignore_errors=True)


main()
