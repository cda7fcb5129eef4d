"""A CSV of somebody's own as a spreadsheet has it: semicolons, decimal commas, pixels from 1, names of
points as columns, a column of row numbers in front. mapping.json beside this file describes it."""
import os

import pandas

import faces


def read(folder, scheme):
    frame = pandas.read_csv(faces.only_file(folder, ".csv"), sep=";", decimal=",", na_values=["-"])
    for _, row in frame.iterrows():
        points = []
        for name in scheme["points"]:
            x, y, hidden = row[f"{name} x"], row[f"{name} y"], row[f"{name} hidden"]
            points.append(faces.ABSENT if pandas.isna(x) else [x - 1, y - 1, 1 if hidden else 2])
        yield {"image": row["file"], "points": points}


def write(folder, scheme, some):
    rows = []
    for face in some:
        row = {"file": face["image"]}
        for name, (x, y, v) in zip(scheme["points"], face["points"]):
            row[f"{name} x"] = x + 1 if v else None
            row[f"{name} y"] = y + 1 if v else None
            row[f"{name} hidden"] = int(v == 1)
        rows.append(row)
    frame = pandas.DataFrame(rows)
    frame.to_csv(os.path.join(folder, "labels.csv"), sep=";", decimal=",", na_rep="-")


faces.main(read, write)
