"""Kaggle's Facial Keypoints: its three files written with pandas and csv, a submission read by csv."""
import csv
import os

import pandas

import faces

SIDE = 96


def coordinates(scheme):
    return [f"{name}_{axis}" for name in scheme["points"] for axis in "xy"]


def grey(number):
    return " ".join(str((i * 7 + number * 31) % 256) for i in range(SIDE * SIDE))


def read(folder, scheme):
    """Locations by the lookup table: two rows a point of every test picture, in order."""
    with open(faces.only_file(folder, ".csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["RowId"]) for row in rows] == list(range(1, len(rows) + 1))
    numbers = [float(row["Location"]) for row in rows]
    assert all(0 <= number <= SIDE for number in numbers)
    each = 2 * len(scheme["points"])
    for i in range(0, len(numbers), each):
        pairs = zip(numbers[i:i + each:2], numbers[i + 1:i + each:2])
        yield {"image": f"{i // each + 1:05}.png", "points": faces.visible(pairs)}


def write(folder, scheme, some):
    rows = []
    for number, face in enumerate(some):
        row = {}
        for name, (x, y, v) in zip(scheme["points"], face["points"]):
            row[f"{name}_x"] = x if v else None  # an empty cell
            row[f"{name}_y"] = y if v else None
        rows.append({**row, "Image": grey(number)})
    pandas.DataFrame(rows).to_csv(os.path.join(folder, "training.csv"), index=False)
    with open(os.path.join(folder, "test.csv"), "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)  # and CRLF
        table.writerow(["ImageId", "Image"])
        table.writerows([i + 1, grey(100 + i)] for i in range(len(some)))
    with open(os.path.join(folder, "IdLookupTable.csv"), "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["RowId", "ImageId", "FeatureName", "Location"])
        names = [(i + 1, name) for i in range(len(some)) for name in coordinates(scheme)]
        table.writerows([row, image, name, ""] for row, (image, name) in enumerate(names, 1))


faces.main(read, write)
