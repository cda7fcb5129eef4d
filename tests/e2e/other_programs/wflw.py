"""WFLW's list, cut at blanks: points, box, six attributes, path. Numbers are written by numpy."""
import io
import os

import numpy

import faces


def read(folder, scheme):
    numbers = 2 * len(scheme["points"])
    with open(faces.only_file(folder, ".txt"), encoding="utf-8") as file:
        for line in file:
            # The rest is the path, blanks and all.
            parts = line.rstrip("\n").split(" ", numbers + 10)
            points = numpy.array(parts[:numbers], dtype=float).reshape(-1, 2)
            left, top, right, bottom = (int(part) for part in parts[numbers:numbers + 4])
            assert (points >= [left, top]).all() and (points <= [right, bottom]).all(), line
            assert all(part in "01" for part in parts[numbers + 4:numbers + 10]), line
            yield {"image": parts[-1], "points": faces.visible(points)}


def write(folder, scheme, some):
    with open(os.path.join(folder, "list.txt"), "w", encoding="utf-8") as file:
        for face in some:
            x, y, width, height = faces.box_of(face["points"])
            points = io.StringIO()
            numpy.savetxt(points, [[value for x, y, _ in face["points"] for value in (x, y)]])
            box = f"{x:.0f} {y:.0f} {x + width:.0f} {y + height:.0f}"
            file.write(f"{points.getvalue().rstrip()} {box} 1 0 0 1 0 1 {face['image']}\n")


faces.main(read, write)
