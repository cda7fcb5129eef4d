"""What the readers and writers beside this file share. A face is a dictionary: the `image`'s name,
its `width` and `height`, and `points`, a list of x, y, v; v is 0 absent, 1 occluded, 2 visible.

    /usr/bin/python3 coco.py read FOLDER SCHEME.json          prints the faces as JSON
    /usr/bin/python3 coco.py write FOLDER SCHEME.json FACES   writes the faces of a JSON file
"""
import json
import os
import sys

ABSENT = [0, 0, 0]


def main(read, write):
    command, folder, scheme_file = sys.argv[1:4]
    with open(scheme_file, encoding="utf-8") as file:
        scheme = json.load(file)
    if command == "read":
        print(json.dumps(list(read(folder, scheme))))
        return
    with open(sys.argv[4], encoding="utf-8") as file:
        write(folder, scheme, json.load(file))


def label_files(folder, ending):
    """Paths of all files with this ending, sorted."""
    found = []
    for place, _, names in os.walk(folder):
        found += [os.path.join(place, name) for name in names if name.endswith(ending)]
    assert found, f"no {ending} in {folder}"
    return sorted(found)


def only_file(folder, ending):
    (path,) = label_files(folder, ending)
    return path


def stem(name):
    return os.path.splitext(name)[0]


def visible(pairs):
    """Points of a format that knows only visible ones."""
    return [[float(x), float(y), 2] for x, y in pairs]


def box_of(points):
    """x, y, width, height around the points that are there."""
    xs = [x for x, _, v in points if v]
    ys = [y for _, y, v in points if v]
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


def check_box(box, points, what):
    """That a box which the file names is that of its points."""
    near = all(abs(a - b) < 1e-6 for a, b in zip(box, box_of(points)))
    assert near, f"{what}: the box {box} is not that of the points, {box_of(points)}"


def by_image(faces):
    """Faces of one image together, images in the order of their first face."""
    images = {}
    for face in faces:
        images.setdefault(face["image"], []).append(face)
    return images
