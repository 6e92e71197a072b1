"""How far `schedule FILE.sm` stays from the best known makespans of PSPLIB.

python3 bench/peers/planning/psplib.py FOLDER --sample j30=48 j60=48 j120=40 --seed 7 [--slice 1/4] [--seconds 10] [--keep FILE] COMMAND...

FOLDER holds j30/, j60/ and j120/ with .sm files and solutions.csv (instance, set, …, makespan). COMMAND is what runs the program, for example
`dotnet artifacts/bin/Funeng.Host/release/funeng.dll`. Two instances run at once, each on a core of its own. Every schedule is checked here: links, capacities,
and that it is as long as the program says. A slice runs a part of the sample, so that it can be spread over quiet minutes; what was run is kept in FILE and counted with it.
"""
import argparse, csv, json, os, random, re, subprocess, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue


def read(path):
    text = path.read_text()
    rows = lambda title: [[int(word) for word in line.split()] for line in text.split(title)[1].split("*****")[0].splitlines() if re.fullmatch(r"[\d\s]+", line) and line.strip()]
    links = {row[0]: row[3:] for row in rows("PRECEDENCE RELATIONS:")}
    requests = {row[0]: (row[2], row[3:]) for row in rows("REQUESTS/DURATIONS:")}
    return links, requests, rows("RESOURCEAVAILABILITIES:")[0]


def check(path, table):
    links, requests, capacities = read(path)
    start = {int(row["activity"]): int(row["start"]) for row in csv.DictReader(table.open())}
    finish = {job: start[job] + requests[job][0] for job in start}
    assert start.keys() == requests.keys(), "jobs are missing"
    assert all(finish[job] <= start[after] for job in links for after in links[job]), "a link is broken"
    for moment in range(max(finish.values())):
        running = [requests[job][1] for job in start if start[job] <= moment < finish[job]]
        assert all(sum(need[resource] for need in running) <= capacity for resource, capacity in enumerate(capacities)), f"too much is used at {moment}"
    return max(finish.values())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", nargs="+", default=["j30=48", "j60=48", "j120=40"])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--slice", default="1/1")
    parser.add_argument("--seconds", default="10")
    parser.add_argument("--keep", type=Path)
    options, command = parser.parse_known_args()
    best = {row["instance"]: int(row["makespan"]) for row in csv.DictReader((options.folder / "solutions.csv").open())}
    cores = Queue()
    for core in (0, 1): cores.put(core)
    scratch = Path(tempfile.mkdtemp())

    def run(path):
        core, table = cores.get(), scratch / f"{path.stem}.csv"
        try:
            began = time.monotonic()
            subprocess.run(["taskset", "-c", str(core), *command, "schedule", str(path), "--seconds", options.seconds, "--out", str(table)], check=True, stdout=subprocess.DEVNULL)
            return {"set": path.parent.name, "instance": path.stem, "makespan": check(path, table), "best": best[path.stem], "seconds": round(time.monotonic() - began, 1)}
        finally:
            cores.put(core)

    chosen = []
    for wanted in options.sample:
        name, count = wanted.split("=")
        chosen += random.Random(f"{options.seed}{name}").sample(sorted((options.folder / name).glob("*.sm")), int(count))
    part, parts = map(int, options.slice.split("/"))
    with ThreadPoolExecutor(2) as pool: results = list(pool.map(run, chosen[part - 1 :: parts]))
    if options.keep:
        with options.keep.open("a") as kept: kept.writelines(json.dumps(row) + "\n" for row in results)
        results = list({row["instance"]: row for row in map(json.loads, options.keep.read_text().splitlines())}.values())

    print("| set | instances | mean excess | worst | longest run |\n|---|---:|---:|---:|---:|")
    for name in sorted({row["set"] for row in results}, key=lambda name: int(name[1:])):
        rows = [row for row in results if row["set"] == name]
        excess = [100 * (row["makespan"] / row["best"] - 1) for row in rows]
        print(f"| {name} | {len(rows)} | {sum(excess) / len(excess):.2f} % | {max(excess):.1f} % | {max(row['seconds'] for row in rows)} s |")


main()
