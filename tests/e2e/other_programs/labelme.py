"""LabelMe's files with Python's json, asking for what LabelMe's own reader asks for."""
import json
import os

import faces


def read(folder, scheme):
    for path in faces.label_files(folder, ".json"):
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        name = os.path.relpath(path, folder)
        assert faces.stem(data["imagePath"]) == faces.stem(os.path.basename(name))
        assert data["version"].split(".")[0] == "5" and data["flags"] == {}
        assert data["imageData"] is None  # the picture lies beside the file
        groups = {}
        for shape in data["shapes"]:
            assert shape["shape_type"] == "point"
            ((x, y),) = shape["points"]
            points = groups.setdefault(shape["group_id"], [faces.ABSENT] * len(scheme["points"]))
            v = 1 if shape["flags"]["occluded"] else 2
            points[scheme["points"].index(shape["label"])] = [x, y, v]
        for points in groups.values():
            yield {"image": faces.stem(name), "width": data["imageWidth"],
                   "height": data["imageHeight"], "points": points}


def write(folder, scheme, some):
    for name, of_image in faces.by_image(some).items():
        shapes = []
        # Point by point, as somebody labels who does the same point of all faces first.
        for i, label in enumerate(scheme["points"]):
            for group, face in enumerate(of_image):
                x, y, v = face["points"][i]
                if v:
                    shapes.append({"label": label, "points": [[x, y]], "group_id": group,
                                   "shape_type": "point", "flags": {"occluded": True} if v == 1 else {}})
        data = {"version": "5.1.1", "flags": {}, "shapes": shapes,
                "imagePath": os.path.basename(name), "imageData": None,
                "imageHeight": of_image[0]["height"], "imageWidth": of_image[0]["width"]}
        path = os.path.join(folder, faces.stem(name) + ".json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, indent=2)


faces.main(read, write)
