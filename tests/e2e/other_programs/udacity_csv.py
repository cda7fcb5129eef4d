"""Keypoint CSVs as course notebooks read them with pandas, and as pandas writes them."""
import os

import pandas

import faces


def read(folder, scheme):
    frame = pandas.read_csv(faces.only_file(folder, ".csv"))
    for row in range(len(frame)):
        points = frame.iloc[row, 1:].values.astype("float").reshape(-1, 2)
        yield {"image": frame.iloc[row, 0], "points": faces.visible(points)}


def write(folder, scheme, some):
    numbers = [[value for x, y, _ in face["points"] for value in (x, y)] for face in some]
    # The file names are the index: that is where the empty first cell of the header comes from.
    frame = pandas.DataFrame(numbers, index=[face["image"] for face in some])
    frame[:3].to_csv(os.path.join(folder, "labels.csv"))
    # And as a notebook saves what it has read: that cell is then called "Unnamed: 0".
    again = os.path.join(folder, "saved_again.csv")
    frame[3:].to_csv(again)
    pandas.read_csv(again).to_csv(again, index=False)


faces.main(read, write)
