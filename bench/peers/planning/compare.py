"""Dates one random network of N tasks with TaskJuggler 3 (Debian package tj3) and with ./run schedule, and compares every finish.

usage: compare.py N FOLDER COMMAND…      COMMAND is our command up to "schedule", as in: dotnet funeng.dll
"""
import csv
import os
import random
import resource
import subprocess
import sys


def network(count):
    random.seed(5)
    durations = [random.randint(1, 9) for _ in range(count)]
    waits = [sorted({random.randrange(max(0, i - 100), i) for _ in range(2)}) if i else [] for i in range(count)]
    return durations, waits


def write_taskjuggler(path, durations, waits):
    with open(path, "w") as file:
        file.write('project p "p" 2026-01-05 +60y {\n timezone "UTC"\n timingresolution 60min\n dailyworkinghours 8\n'
                   " workinghours mon - fri 9:00 - 17:00\n workinghours sat, sun off\n}\n")
        for i, days in enumerate(durations):
            when = "depends " + ", ".join(f"t{j}" for j in waits[i]) if waits[i] else "start 2026-01-05-09:00"
            file.write(f'task t{i} "t{i}" {{ length {days}d {when} }}\n')
        file.write('taskreport r "r" { formats csv\n columns id, end\n timeformat "%Y-%m-%dT%H:%M" }\n')


def write_ours(path, durations, waits):
    days = "".join(
        f"<WeekDay><DayType>{d}</DayType><DayWorking>{int(2 <= d <= 6)}</DayWorking>"
        + ("<WorkingTimes><WorkingTime><FromTime>09:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>" if 2 <= d <= 6 else "")
        + "</WeekDay>" for d in range(1, 8))
    tasks = "".join(
        f"<Task><UID>{i + 1}</UID><OutlineLevel>1</OutlineLevel><Duration>PT{length * 8}H0M0S</Duration>"
        + "".join(f"<PredecessorLink><PredecessorUID>{j + 1}</PredecessorUID><Type>1</Type></PredecessorLink>" for j in waits[i]) + "</Task>"
        for i, length in enumerate(durations))
    with open(path, "w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T09:00:00</StartDate>'
                   f"<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><Calendars><Calendar><UID>1</UID><IsBaseCalendar>1</IsBaseCalendar>"
                   f"<WeekDays>{days}</WeekDays></Calendar></Calendars><Tasks>{tasks}</Tasks></Project>")


def processor_seconds(command, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    count, folder, ours = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    os.makedirs(folder, exist_ok=True)
    durations, waits = network(count)
    write_taskjuggler(os.path.join(folder, "p.tjp"), durations, waits)
    write_ours(os.path.join(folder, "p.xml"), durations, waits)
    peer = processor_seconds(["tj3", "--silent", "p.tjp"], folder)
    own = processor_seconds([*ours, "schedule", "p.xml", "--out", "o.csv"], folder)
    with open(os.path.join(folder, "r.csv")) as file:
        theirs = {row["Id"].strip('"'): row["End"] for row in csv.DictReader(file, delimiter=";")}
    with open(os.path.join(folder, "o.csv")) as file:
        mine = {f"t{int(row['activity']) - 1}": row["finish"][:16] for row in csv.DictReader(file)}
    same = sum(theirs[task] == finish for task, finish in mine.items())
    print(f"{count} tasks: {same} of {count} finishes the same; processor seconds, start of the program included: TaskJuggler {peer:.1f}, ours {own:.2f}, ratio {peer / own:.0f}")


main()
