"""300-W's .pts, pixels from 1: the header by hand, the numbers by numpy. opencv_pts.cpp reads."""
import os

import numpy

import faces


def write(folder, scheme, some):
    for name, of_image in faces.by_image(some).items():
        for number, face in enumerate(of_image, 1):
            more = f"_{number}" if len(of_image) > 1 else ""
            points = numpy.array(face["points"])[:, :2] + 1
            numpy.savetxt(os.path.join(folder, faces.stem(name) + more + ".pts"), points, comments="",
                          header=f"version: 1\nn_points:  {len(points)}\n{{", footer="}")


faces.main(None, write)
