"""The CSV of HRNet's face alignment: points from the fifth column on, as its data sets read them."""
import math
import os

import pandas

import faces


def read(folder, scheme):
    frame = pandas.read_csv(faces.only_file(folder, ".csv"))
    for row in range(len(frame)):
        values = frame.iloc[row, 4:].values.astype("float").reshape(-1, 2)
        points = [faces.ABSENT if math.isnan(x) or math.isnan(y) else [x, y, 2] for x, y in values]
        # The crop is a square of 200 * scale pixels around the centre.
        x, y, width, height = faces.box_of(points)
        crop = [frame.iloc[row, column] for column in (1, 2, 3)]
        wanted = [max(width, height) / 200, x + width / 2, y + height / 2]
        assert all(abs(a - b) < 1e-6 for a, b in zip(crop, wanted)), f"{crop} is not {wanted}"
        yield {"image": frame.iloc[row, 0], "points": points}


def write(folder, scheme, some):
    rows = []
    for face in some:
        x, y, width, height = faces.box_of(face["points"])
        row = {"image_name": face["image"], "scale": max(width, height) / 200,
               "center_w": x + width / 2, "center_h": y + height / 2}
        for i, (x, y, v) in enumerate(face["points"]):
            row[f"original_{i}_x"] = x if v else None
            row[f"original_{i}_y"] = y if v else None
        rows.append(row)
    frame = pandas.DataFrame(rows)
    frame.to_csv(os.path.join(folder, "labels.csv"), index=False, na_rep="nan")


faces.main(read, write)
