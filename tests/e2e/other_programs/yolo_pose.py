"""YOLO-pose: lines cut at blanks and data.yaml by PyYAML, held to what its trainer asks for."""
import os
import struct

import yaml

import faces


def picture_size(path):
    with open(path, "rb") as file:
        return struct.unpack(">16x2I", file.read(24))  # a PNG's


def labels_of(picture):
    """Where its trainer looks for them: img2label_paths of ultralytics/data/utils.py."""
    return faces.stem("/labels/".join(picture.rsplit("/images/", 1))) + ".txt"


def read(folder, scheme):
    with open(faces.only_file(folder, ".yaml"), encoding="utf-8") as file:
        data = yaml.safe_load(file)
    assert data["kpt_shape"] == [len(scheme["points"]), 3]
    assert data["names"] == {0: "face"}
    flipped = data["flip_idx"]
    assert [flipped[i] for i in flipped] == list(range(len(flipped)))
    pictures = [path for path in faces.label_files(folder, ".png")
                if os.path.exists(labels_of(path))]
    found = sorted(map(labels_of, pictures))
    assert found == faces.label_files(folder, ".txt"), "its trainer does not find all"
    for picture in pictures:
        name = faces.stem(os.path.relpath(picture, folder))
        with open(labels_of(picture), encoding="utf-8") as file:
            rows = [[float(part) for part in line.split()] for line in file]
        for row in rows:
            assert len(row) == 5 + 3 * len(scheme["points"])
            assert row[0] == 0, "there is one class"
            # Its trainer drops a whole picture for one number that is not so.
            assert all(0 <= value <= 1 for value in row[1:5]), f"{name}: a box leaves the picture"
            triples = [row[i:i + 3] for i in range(5, len(row), 3)]
            assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y, _ in triples), f"{name}: {triples}"
            x, y, width, height = row[1:5]
            box = [x - width / 2, y - height / 2, width, height]
            faces.check_box(box, triples, name)
            size = picture_size(picture)
            points = [[x * size[0], y * size[1], v] for x, y, v in triples]
            yield {"image": name, "width": size[0], "height": size[1], "points": points}


def write(folder, scheme, some):
    for name, of_image in faces.by_image(some).items():
        # Its own places: labels/A.txt is of images/A.png.
        path = os.path.join(folder, faces.stem(name).replace("images/", "labels/", 1) + ".txt")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            for face in of_image:
                size = face["width"], face["height"]
                x, y, width, height = faces.box_of(face["points"])
                row = [(x + width / 2) / size[0], (y + height / 2) / size[1], width / size[0],
                       height / size[1]]
                for x, y, v in face["points"]:
                    row += [x / size[0], y / size[1], v]
                file.write("0 " + " ".join(f"{value:.9f}" for value in row) + "\n")
    with open(os.path.join(folder, "data.yaml"), "w", encoding="utf-8") as file:
        yaml.safe_dump({"path": ".", "train": "images", "val": "images", "names": {0: "face"},
                        "kpt_shape": [len(scheme["points"]), 3]}, file)


faces.main(read, write)
