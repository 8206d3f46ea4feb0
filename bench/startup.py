#!/usr/bin/env python3
"""How long `purkinje plan`, `status` and `query` take, from start to exit, against 30 ms.

    bench/startup.py [--program build/release/bin/purkinje] [--db quickstart-results/results.db]
                     [--experiment experiments/quickstart.yaml] [--records 735] [--runs 41]

Standard library only. The database is one that ./quickstart left; without one, status and query are left out.
Where data is not prepared, plan reads the header of every record: that is tried on records made here, whose
headers have twelve leads and no signals.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BUDGET_MS = 30


def milliseconds(command, environment):
    """From before the process exists until it has been waited for, output discarded."""
    discard = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=discard)
    _, status = os.waitpid(pid, 0)
    elapsed = (time.perf_counter() - start) * 1e3
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"'{' '.join(command)}' failed; run it by hand to see why")
    return elapsed


def write_unprepared(folder, records):
    """An experiment on headers alone; returns it and the environment in which its data set is found."""
    leads = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
    (folder / "many").mkdir()
    for number in range(records):
        name = f"r{number:05}"
        lines = [f"{name} 12 500 5000"]
        lines += [f"{name}.dat 16 1000.0(0)/mV 16 0 {number % 100} {number} 0 {lead}" for lead in leads]
        lines += [f"# Age: {40 + number % 40}", "# Sex: Male", f"# Dx: {['164865005', '426783006'][number % 2]},164934002"]
        (folder / "many" / f"{name}.hea").write_text("\n".join(lines) + "\n")
    (folder / "sets").mkdir()
    (folder / "sets" / "many.yaml").write_text(
        "name: many\ntitle: Headers alone\nroot: many\nrecords: {glob: '*.hea'}\nage: Age\nsex: Sex\n"
        "classes: [MI, NSR]\nlabels: {kind: header_codes, field: Dx, rules: {MI: '164865005', NSR: '426783006'}}\n")
    experiment = folder / "many_records.yaml"
    experiment.write_text(
        "name: many_records\ndata:\n  set: many\n  positive: [MI]\n  preprocessing: {duration_s: 10}\n"
        "protocol: {folds: 5}\nmodel: {name: cnn_gru_attention}\n")
    places = {"SETS": folder / "sets", "DATA": folder, "CACHE": folder / "cache"}
    return str(experiment), {f"PURKINJE_{name}": str(place) for name, place in places.items()}


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(root / "build/release/bin/purkinje"))
    parser.add_argument("--db", default=str(root / "quickstart-results/results.db"))
    parser.add_argument("--experiment", default=str(root / "experiments/quickstart.yaml"))
    parser.add_argument("--records", type=int, default=735)
    parser.add_argument("--runs", type=int, default=41)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(options, pathlib.Path(folder))


def measure(options, folder):
    unprepared = f"plan of {options.records} unprepared"
    experiment, places = write_unprepared(folder, options.records)
    commands = {"plan": ["plan", options.experiment], unprepared: ["plan", experiment]}
    if os.path.exists(options.db):
        commands["plan with a database"] = ["plan", options.experiment, "--db", options.db]
        commands["status"] = ["status", "--db", options.db]
        commands["query"] = ["query", "--db", options.db, "SELECT * FROM v_job LIMIT 5"]
    else:
        print(f"no {options.db}: run ./quickstart first, or name a database; status and query are left out")
    # A process that does nothing: what of the figures below is the system's.
    commands["(/bin/true, for comparison)"] = None
    missed = False
    for name, arguments in commands.items():
        command = ["/bin/true"] if arguments is None else [options.program, *arguments]
        environment = {**os.environ, **(places if name == unprepared else {})}
        subprocess.run(command, check=False, capture_output=True, env=environment)  # files into the page cache
        times = sorted(milliseconds(command, environment) for _ in range(options.runs))
        median = statistics.median(times)
        verdict = "" if arguments is None else f"  budget {BUDGET_MS} ms: {'kept' if median <= BUDGET_MS else 'MISSED'}"
        missed |= arguments is not None and median > BUDGET_MS
        print(f"{name:30} {median:7.2f} ms  (fastest {times[0]:.2f}, slowest {times[-1]:.2f}, {options.runs} runs){verdict}")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError) as error:
        sys.exit(f"startup.py: {error}")
