"""landmarker.io's LJSON, version 3, with Python's json: y before x, null for what is missing."""
import json
import os

import faces


def read(folder, scheme):
    for path in faces.label_files(folder, ".ljson"):
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        assert data["version"] == 3
        (group,) = data["groups"].values()
        yx = group["landmarks"]["points"]
        points = [faces.ABSENT if y is None else [x, y, 2] for y, x in yx]
        # Its labels together name every point once.
        masks = [point for label in group["labels"] for point in label["mask"]]
        assert sorted(masks) == list(range(len(points)))
        ends = [end for edge in group["landmarks"]["connectivity"] for end in edge]
        assert min(ends) >= 0 and max(ends) < len(points), "edges count from 0"
        yield {"image": faces.stem(os.path.relpath(path, folder)), "points": points}


def write(folder, scheme, some):
    for name, of_image in faces.by_image(some).items():
        for number, face in enumerate(of_image, 1):
            more = f"_{number}" if len(of_image) > 1 else ""
            yx = [[y, x] if v else [None, None] for x, y, v in face["points"]]
            group = {"labels": [{"label": "all", "mask": list(range(len(yx)))}],
                     "landmarks": {"points": yx, "connectivity": [[0, 1]]}}
            path = os.path.join(folder, faces.stem(name) + more + ".ljson")
            with open(path, "w", encoding="utf-8", newline="\r\n") as file:
                json.dump({"version": 3, "groups": {"face": group}}, file, indent="\t")


faces.main(read, write)
